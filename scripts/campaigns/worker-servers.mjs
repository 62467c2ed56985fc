// node --expose-gc scripts/campaigns/worker-servers.mjs [ROUNDS = 1000] [--pool THREADS] [--lenient]
//
// In each round a Worker that serves, with a function or in Workers of its own, is ended while its connections are busy, its
// handlers now and then in the middle of a computation. Each of its peers hears of it, nothing crashes, and the process holds as many descriptors and
// threads as before, and no more memory: as after a quarter of as many rounds, which come first.

import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { descriptorCount, settled, threadCount } from '../../test/support/counts.mjs';
import { finish, summary } from './report.mjs';
import { settings } from './servers.mjs';

const {
  numbers: [rounds],
  threads,
} = settings(1_000);
const WAYS = ['echo', 'flood', 'loop', 'stream', 'paused', 'nobody', 'stuck', 'workerOfOne', 'workerOfMany'];
/** How many connections get that far, where not all do: one is stuck with its first, the other has two Workers. */
const FEWER = { stuck: 1, workerOfOne: 2 };
const CONNECTIONS = 8;
const WARM_UP = Math.max(2 * WAYS.length, Math.round(rounds / 4));
const DEADLINE_MS = 20_000;
const MOST_MORE = 8e6;
const BLOCK = Buffer.alloc(50_000, 'y');

/** Sends for as long as anybody takes it, and reads what comes; resolves when it is closed, however. */
function peer(port) {
  const socket = net.connect({ host: '127.0.0.1', port });
  const send = () => {
    while (socket.write(BLOCK));
  };
  socket
    .on('connect', send)
    .on('drain', send)
    .on('error', () => {})
    .resume();
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('a peer was not told')), DEADLINE_MS);
    socket.on('close', () => {
      clearTimeout(late);
      resolve();
    });
  });
}

async function round(number) {
  const way = WAYS[number % WAYS.length];
  const connections = FEWER[way] ?? CONNECTIONS;
  const worker = new Worker(new URL('worker-served.mjs', import.meta.url), {
    workerData: { way, threads, connections },
  });
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const [port] = await once(worker, 'message', { signal });
  const closed = Promise.all(Array.from({ length: CONNECTIONS }, () => peer(port)));
  await once(worker, 'message', { signal });
  await new Promise((resolve) => setTimeout(resolve, number % 11));
  const start = performance.now();
  await worker.terminate();
  const took = performance.now() - start;
  await closed;
  return took;
}

async function counts(before) {
  const descriptors = await settled(descriptorCount, before?.descriptors ?? 0, before ? 5_000 : 0);
  const threadsNow = await settled(threadCount, before?.threads ?? 0, before ? 5_000 : 1_000);
  globalThis.gc?.();
  return { descriptors, threads: threadsNow, rss: process.memoryUsage.rss() };
}

for (let number = 0; number < WARM_UP; number++) await round(number);
const before = await counts();
const times = [];
for (let number = 0; number < rounds; number++) times.push(await round(number));
const after = await counts(before);

const ends = summary(times);
const clean = after.descriptors <= before.descriptors && after.threads <= before.threads;
const flat = after.rss <= Math.max(1.1 * before.rss, before.rss + MOST_MORE);
console.log(`${rounds} Workers, ended in p50 ${ends.p50} ms, p99 ${ends.p99} ms, max ${ends.max} ms`);
console.log('before', before, 'after', after);
finish({ campaign: 'worker-servers', threads, rounds, ends, clean, flat, before, after }, clean, flat);
