// Exercise 3 as a service of its own: answers TIME until it is ended.
import { UdpSocket } from 'stdnet/async';
import { println } from '../guide/support/println.js';

using socket = await UdpSocket.bind(process.argv[2] ?? '127.0.0.1:9000');
println(`UDP time server on ${socket.localAddr()}`);

const buf = Buffer.alloc(64);
for (;;) {
  const [n, src] = await socket.recvFrom(buf);
  if (buf.toString('latin1', 0, n) === 'TIME') {
    await socket.sendTo(String(Math.floor(Date.now() / 1000)), src);
  }
}
