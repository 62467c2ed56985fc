// What happens in the life of a server without listeners: a connection that is reset, one that is refused, the end. Prints
// the addresses.
import { setTimeout as sleep } from 'node:timers/promises';
import { handlers, serve, TcpStream } from 'stdnet';

const server = serve('127.0.0.1:0', handlers.echo(), { maxConnections: 1 });
async function until(condition) {
  while (!condition(server.stats())) await sleep(1);
}

const first = TcpStream.connect(server.localAddr());
first.writeAll('hello');
first.readExact(Buffer.alloc(5));
await sleep(1); // from now on nobody listens
const second = TcpStream.connect(server.localAddr());
console.log(JSON.stringify([server.localAddr(), first.localAddr(), second.localAddr()]));
await until(({ dropped }) => dropped.maxConnections === 1);
second.close();

first.setLinger(0);
first.close();
await until(({ ended }) => ended === 1);
await server.shutdown();
