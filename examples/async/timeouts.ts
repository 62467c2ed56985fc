// Best practice: bound your operations with timeouts.
import { SocketAddr, TcpStream } from 'stdnet/async';
import { println } from '../guide/support/println.js';

const addr = SocketAddr.parse(process.argv[2] ?? '127.0.0.1:7878');
try {
  using stream = await TcpStream.connectTimeout(addr, 2000);
  // Cap how long any single read or write may block.
  stream.setReadTimeout(5000);
  stream.setWriteTimeout(5000);
  println('connected, timeouts set');
} catch (error) {
  println(`connect failed: ${(error as Error).message}`);
}
