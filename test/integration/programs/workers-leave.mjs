// workers-leave.mjs WAY HANDLER: leaves in that way while Workers of a server, whose handler is that module of test/support, are
// blocked while they wait for connections and for bytes, in write, and in a handler.
import { availableParallelism } from 'node:os';
import { inWorkers, serve, TcpStream } from 'stdnet';
import { leave } from '../../support/leave.mjs';

const threads = Math.max(6, availableParallelism());
const module = new URL(`../../support/${process.argv[3]}`, import.meta.url);
const server = serve('127.0.0.1:0', inWorkers(module, { threads }));
for (const event of ['connection', 'disconnect', 'drop', 'error']) server.on(event, () => {});

const byte = Buffer.alloc(1);
const streams = ['echo\nx', 'echo\nx', 'hang\n', 'echo\nx'].map((text) => {
  const stream = TcpStream.connect(server.localAddr());
  stream.writeAll(text);
  stream.readExact(byte); // its Worker is there
  return stream;
});
// Echoed, and never read: the Worker blocks in write.
streams[0].setNonblocking(true);
const chunk = Buffer.alloc(1 << 20);
try {
  for (;;) streams[0].write(chunk);
} catch (error) {
  if (error.kind !== 'WouldBlock') throw error;
}

console.log('leaving');
leave(process.argv[2], { end: () => server.unref(), close: () => server.close() });
