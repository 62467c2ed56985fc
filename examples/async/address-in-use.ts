// Pitfall: "Address already in use". The number differs per platform (98 on Linux, 48 on macOS), the kind does not.
import { IoError, TcpListener } from 'stdnet/async';
import { println } from '../guide/support/println.js';

using first = await TcpListener.bind(process.argv[2] ?? '127.0.0.1:7878');
try {
  using _second = await TcpListener.bind(first.localAddr());
  println('second bind ok?!');
} catch (error) {
  if (!IoError.isIoError(error)) throw error;
  println(`kind=${error.kind} -> ${error.message}`);
}
