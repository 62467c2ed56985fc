// Exercise 1: count the bytes of one connection, then exit.
import { TcpListener } from 'stdnet/async';
import { println } from '../guide/support/println.js';

using listener = await TcpListener.bind(process.argv[2] ?? '127.0.0.1:7878');
println(`counting server on ${listener.localAddr()}`);

// accept() returns the first connection; ignore the peer's address here.
const [stream] = await listener.accept();

const buf = Buffer.alloc(1024);
let total = 0;
for (;;) {
  const n = await stream.read(buf);
  if (n === 0) break; // the peer closed its write half: end of stream
  total += n;
}
println(`received ${total} bytes total`);
stream.close();
