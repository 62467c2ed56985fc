// The guide's echo client.
import { TcpStream } from 'stdnet';
import { println } from './support/println.js';

using stream = TcpStream.connect(process.argv[2] ?? '127.0.0.1:7878');
println(`Connected to ${stream.peerAddr()}`);

stream.writeAll('hello echo');

const buf = Buffer.alloc(1024);
const n = stream.read(buf);
println(`Server replied: ${buf.toString('utf8', 0, n)}`);
