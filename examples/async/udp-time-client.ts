// Exercise 3's note: UDP gives no delivery guarantee, so that a client needs a timeout and a retry.
import { ErrorKind, IoError, UdpSocket } from 'stdnet/async';
import { println } from '../guide/support/println.js';

const ATTEMPTS = 5;

async function askTime(socket: UdpSocket): Promise<string | null> {
  const buf = Buffer.alloc(64);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      await socket.send('TIME');
      return buf.toString('latin1', 0, await socket.recv(buf));
    } catch (error) {
      if (!IoError.isIoError(error)) throw error;
      switch (error.kind) {
        case ErrorKind.WouldBlock: // the request or its reply was lost, or is late
        case ErrorKind.ConnectionRefused: // nobody is bound there: the answer to an earlier datagram
          println(`attempt ${attempt}: ${error.kind}`);
          break;
        default:
          throw error;
      }
    }
  }
  return null;
}

using socket = await UdpSocket.bind('127.0.0.1:0');
await socket.connect(process.argv[2] ?? '127.0.0.1:9000'); // a connected socket takes datagrams of this peer only
socket.setReadTimeout(1000);

const time = await askTime(socket);
println(time === null ? 'no answer' : `server time = ${time}`);
