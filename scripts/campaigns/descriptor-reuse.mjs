// node --expose-gc scripts/campaigns/descriptor-reuse.mjs [N = 10000]
//
// A handle is closed, disposed of or collected while another thread, which has adopted the same descriptor, is in a call
// on it, is just entering one, or is between two. At once strangers' connections are opened, which would get the number if it were
// free. Case R12 of the design: woken in under 100 ms, and never a byte of a stranger's.

import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { connectedPair } from '../../test/support/blocked-calls.mjs';
import { Channel } from '../../test/support/channel.mjs';
import { descriptorCount, settled } from '../../test/support/counts.mjs';
import { finish, summary } from './report.mjs';

const rounds = Number(process.argv[2] ?? 10_000);
const jobs = new Channel();
const reports = new Channel();
const worker = new Worker(new URL('descriptor-user.mjs', import.meta.url), {
  workerData: { jobs: jobs.memory, reports: reports.memory },
});
worker.once('error', (error) => {
  throw error;
});

/** Some ten microseconds to some hundreds, or none: another moment of the Worker's call each time. */
function dawdle(round) {
  const end = performance.now() + [0, 0.02, 0.1, 0.5][round % 4];
  while (performance.now() < end);
}

const ways = {
  close: (handle) => handle.close(),
  dispose: (handle) => handle[Symbol.dispose](),
};

let crossTalk = 0;
const ends = {};
const times = [];

/** A pair whose near end gets a message of its own. */
function stranger(round) {
  const [near, far] = connectedPair();
  far.writeAll(`stranger ${round}`.padEnd(24));
  return { near, far, text: `stranger ${round}`.padEnd(24) };
}

function checkStranger({ near, far, text }) {
  const buf = Buffer.alloc(24);
  near.readExact(buf);
  if (buf.toString() !== text) crossTalk++;
  near.close();
  far.close();
}

async function round(number) {
  const way = globalThis.gc && number % 20 === 0 ? 'collect' : number % 2 === 0 ? 'close' : 'dispose';
  let [near, far] = connectedPair();
  jobs.send({ fd: near.asRawFd(), use: ['read', 'readMany', 'write'][number % 3] });
  reports.recv(); // it has adopted the number
  dawdle(number);

  const start = process.hrtime.bigint();
  if (way === 'collect') {
    near = undefined;
    while (!reports.filled) {
      globalThis.gc();
      await turn();
    }
  } else {
    ways[way](near);
  }
  const strangers = [stranger(number), stranger(number)];
  const report = reports.recv();
  if (way !== 'collect') times.push(Number(BigInt(report.at) - start) / 1e6);
  ends[`${way}: ${report.end}`] = (ends[`${way}: ${report.end}`] ?? 0) + 1;
  if (report.foreign) crossTalk++;
  strangers.forEach(checkStranger);
  far.close();
}

await round(20);
await round(21);
const before = descriptorCount();
for (let number = 0; number < rounds; number++) await round(number);
const after = await settled(descriptorCount, before);

const wake = summary(times);
console.log(`${rounds} rounds: woken p50 ${wake.p50} ms, p99 ${wake.p99} ms, max ${wake.max} ms (limit 100)`);
console.log(ends);
console.log(`cross-talk ${crossTalk}, descriptors ${before} before, ${after} after`);
await worker.terminate();
finish(
  { campaign: 'descriptor-reuse', rounds, wake, crossTalk, descriptors: [before, after] },
  crossTalk === 0 && after <= before,
);
