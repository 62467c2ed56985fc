// The guide's UDP echo server.
import { UdpSocket } from 'stdnet/async';
import { println } from '../guide/support/println.js';

using socket = await UdpSocket.bind(process.argv[2] ?? '127.0.0.1:9000');
println(`UDP echo server on ${socket.localAddr()}`);

const buf = Buffer.alloc(1500); // larger than a typical MTU: what does not fit is discarded
for (;;) {
  // recvFrom() blocks until one datagram arrives; it returns the byte count and the sender's address.
  const [n, src] = await socket.recvFrom(buf);
  println(`Got ${n} bytes from ${src}`);
  await socket.sendTo(buf.subarray(0, n), src); // echo the datagram back
}
