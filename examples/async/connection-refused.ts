// Pitfall: connecting to nothing.
import { IoError, TcpStream } from 'stdnet/async';
import { println } from '../guide/support/println.js';

try {
  using stream = await TcpStream.connect(process.argv[2] ?? '127.0.0.1:7878');
  println(`connected to ${stream.peerAddr()}?!`);
} catch (error) {
  if (!IoError.isIoError(error)) throw error;
  println(`kind=${error.kind} -> ${error.message}`);
}
