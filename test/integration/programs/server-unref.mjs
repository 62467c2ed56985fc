// server-unref.mjs HOW THREADS: a server with a connection, and nothing else to do.
import { handlers, serve, TcpStream } from 'stdnet';
import { leaveServer } from './leave-server.mjs';

const [how, threads] = process.argv.slice(2);
const server = serve('127.0.0.1:0', handlers.echo(), { threads: JSON.parse(threads) });
const stream = TcpStream.connect(server.localAddr());
stream.writeAll('x');
stream.readExact(Buffer.alloc(1));
leaveServer(server, how);
