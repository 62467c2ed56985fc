// server-unref.mjs HOW THREADS: a server with a connection, and nothing else to do.
import { handlers, serve, TcpStream } from 'stdnet';

const [how, threads] = process.argv.slice(2);
const server = serve('127.0.0.1:0', handlers.echo(), { threads: JSON.parse(threads) });
server.on('close', () => console.log('close'));
const stream = TcpStream.connect(server.localAddr());
stream.writeAll('x');
stream.readExact(Buffer.alloc(1));
server.unref();

switch (how) {
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
