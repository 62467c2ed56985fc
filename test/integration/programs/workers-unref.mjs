// workers-unref.mjs HOW: a server whose Workers have a connection, and nothing else to do.
import { inWorkers, serve, TcpStream } from 'stdnet';

const module = new URL('../../support/worker-handler.mjs', import.meta.url);
const server = serve('127.0.0.1:0', inWorkers(module, { threads: 2 }));
server.on('close', () => console.log('close'));
const stream = TcpStream.connect(server.localAddr());
stream.writeAll('echo\nx');
stream.readExact(Buffer.alloc(1));
server.unref();

switch (process.argv[2]) {
  case 'unref': // ends at once
    break;
  case 'ref': // goes on until it is closed
    server.ref();
    setTimeout(() => server.close(), 100).unref();
    break;
  case 'shutdown': // whoever awaits has the process wait too
    server.shutdown({ drain: 100 }).then(() => console.log('over'));
    break;
}
