// A read timeout that elapses with no data: an error of kind WouldBlock, not the 0 of the end of the stream.
import { ErrorKind, IoError, TcpListener, TcpStream } from 'stdnet/async';
import { println } from '../guide/support/println.js';

using listener = await TcpListener.bind('127.0.0.1:0');
println(`listening on ${listener.localAddr()}`);

using stream = await TcpStream.connect(listener.localAddr()); // and nobody ever writes to it
stream.setReadTimeout(200);
try {
  const n = await stream.read(Buffer.alloc(1024));
  println(`read ${n} bytes?!`);
} catch (error) {
  if (!IoError.isIoError(error) || error.kind !== ErrorKind.WouldBlock) throw error;
  println(`timed out: kind=${error.kind} -> ${error.message}`);
}
