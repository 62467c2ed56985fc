// server-leave.mjs WAY THREADS: leaves in that way while a server has a hundred connections, some of them busy, and listeners.
import { handlers, serve, TcpStream } from 'stdnet';
import { leave } from '../../support/leave.mjs';

const [way, threads] = process.argv.slice(2);
const server = serve('127.0.0.1:0', handlers.echo(), { threads: JSON.parse(threads) });
for (const event of ['connection', 'disconnect', 'drop', 'error']) server.on(event, () => {});

const byte = Buffer.alloc(1);
const streams = Array.from({ length: 100 }, () => {
  const stream = TcpStream.connect(server.localAddr());
  stream.writeAll('x');
  stream.readExact(byte); // its thread is there
  return stream;
});
const chunk = Buffer.alloc(65536);
for (const stream of streams.slice(0, 50)) stream.writeAll(chunk); // echoed while the process leaves

console.log('leaving');
leave(way, { end: () => server.unref(), close: () => server.close() });
