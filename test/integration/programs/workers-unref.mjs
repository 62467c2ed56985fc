// workers-unref.mjs HOW: a server whose Workers have a connection, and nothing else to do.
import { inWorkers, serve, TcpStream } from 'stdnet';
import { leaveServer } from './leave-server.mjs';

const module = new URL('../../support/worker-handler.mjs', import.meta.url);
const server = serve('127.0.0.1:0', inWorkers(module, { threads: 2 }));
const stream = TcpStream.connect(server.localAddr());
stream.writeAll('echo\nx');
stream.readExact(Buffer.alloc(1));
leaveServer(server, process.argv[2]);
