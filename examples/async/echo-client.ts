// The guide's echo client.
import { TcpStream } from 'stdnet/async';
import { println } from '../guide/support/println.js';

using stream = await TcpStream.connect(process.argv[2] ?? '127.0.0.1:7878');
println(`Connected to ${stream.peerAddr()}`);

await stream.writeAll('hello echo');

const buf = Buffer.alloc(1024);
const n = await stream.read(buf);
println(`Server replied: ${buf.toString('utf8', 0, n)}`);
