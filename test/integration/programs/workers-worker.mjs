// workers-worker.mjs ROUNDS HANDLER: Workers that serve in Workers of their own, with that module of test/support, are terminated,
// or leave by themselves, with connections open; afterwards the process has as many threads and descriptors as before.
import { setTimeout } from 'node:timers/promises';
import { isMainThread, workerData } from 'node:worker_threads';
import { inWorkers, serve, TcpStream } from 'stdnet';
import { descriptorCount, settled, threadCount } from '../../support/counts.mjs';
import { leaveAsTold, servedWorker } from './served-worker.mjs';

const ways = ['terminate', 'exit', 'throw', 'unref'];

async function serveHere() {
  const module = new URL(`../../support/${workerData}`, import.meta.url);
  const server = serve('127.0.0.1:0', inWorkers(module, { threads: 2 }));
  for (const event of ['connection', 'disconnect']) server.on(event, () => {});
  // Node does not close the modules that a Worker is loading when it is terminated.
  while (server.stats().threads < 3) await setTimeout(1);
  leaveAsTold(server);
}

async function round(way) {
  const worker = await servedWorker(new URL(import.meta.url), process.argv[3]);
  const byte = Buffer.alloc(1);
  const streams = [1, 2].map(() => {
    const stream = TcpStream.connect(worker.address);
    stream.writeAll('echo\nx');
    stream.readExact(byte);
    return stream;
  });
  await worker.end(way);
  for (const stream of streams) {
    if (stream.read(byte) !== 0) throw new Error('the connection has not ended');
    stream.close();
  }
}

if (isMainThread) {
  for (const way of ways) await round(way);
  const before = [threadCount(), descriptorCount()];
  for (let i = 0; i < Number(process.argv[2]); i++) await round(ways[i % ways.length]);
  const after = [await settled(threadCount, before[0]), await settled(descriptorCount, before[1])];
  console.log(JSON.stringify({ before, after }));
} else {
  await serveHere();
}
