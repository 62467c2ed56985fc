// The server under test: stdnet/async, one task that takes and answers datagrams.
import { UdpSocket } from '../../async/index.js';
import { announce } from './child.js';

const socket = await UdpSocket.bind('127.0.0.1:0');
announce(socket.localAddr().port);
const buf = Buffer.allocUnsafeSlow(65_536);
for (;;) {
  const [n, from] = await socket.recvFrom(buf);
  await socket.sendTo(buf.subarray(0, n), from);
}
