// server-worker.mjs ROUNDS THREADS: Workers that serve are terminated, or leave by themselves, with connections open and events on
// their way; afterwards the process has as many threads and descriptors as before.
import { readdirSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';
import { handlers, serve, TcpStream } from 'stdnet';
import { leaveAsTold, servedWorker } from './served-worker.mjs';

const [rounds, threads] = process.argv.slice(2);
const ways = ['terminate', 'exit', 'throw', 'unref'];

function serveHere() {
  const server = serve('127.0.0.1:0', handlers.echo(), { threads: workerData });
  for (const event of ['connection', 'disconnect']) server.on(event, () => {});
  leaveAsTold(server);
}

async function round(way) {
  const worker = await servedWorker(new URL(import.meta.url), JSON.parse(threads));
  const byte = Buffer.alloc(1);
  const streams = Array.from({ length: 20 }, () => {
    const stream = TcpStream.connect(worker.address);
    stream.writeAll('x');
    stream.readExact(byte);
    return stream;
  });
  for (const stream of streams) stream.close(); // twenty events, while the Worker is being ended
  await worker.end(way);
}

const count = () => [readdirSync('/proc/self/task').length, readdirSync('/proc/self/fd').length];

if (isMainThread) {
  for (const way of ways) await round(way);
  const before = count();
  for (let i = 0; i < Number(rounds); i++) await round(ways[i % ways.length]);
  console.log(JSON.stringify({ before, after: count() }));
} else {
  serveHere();
}
