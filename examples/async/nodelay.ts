// Best practice: disable Nagle's algorithm for request/response protocols, so that a small write is not held back.
import { TcpStream } from 'stdnet/async';
import { println } from '../guide/support/println.js';

using stream = await TcpStream.connect(process.argv[2] ?? '127.0.0.1:7878');
println(`nodelay at first: ${stream.nodelay()}`);
stream.setNodelay(true);
println(`nodelay now: ${stream.nodelay()}`);
