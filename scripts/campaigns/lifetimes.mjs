// node --expose-gc scripts/campaigns/lifetimes.mjs [SECONDS = 60] [SEED]
//
// Everything that ends what somebody may still be using, at once, in one process and its Workers: Workers ended while blocked or
// busy, processes that leave with blocked threads, descriptors closed, disposed of and collected under the calls of other threads,
// handles dropped without a close, servers stopped while peers connect. Nothing crashes, hangs or throws what is no IoError, and
// nothing is left. What native code does with memory that is gone it may get away with here: `npm run test:asan-node -- --node
// --expose-gc scripts/campaigns/lifetimes.mjs` is told.

import { setTimeout as sleep } from 'node:timers/promises';
import { held, leftOver } from '../../test/support/counts.mjs';
import { Random } from '../../test/support/random.mjs';
import { deeds } from './lifetimes-deeds.mjs';
import { lane } from './lifetimes-lane.mjs';
import { outerDeeds } from './lifetimes-outer.mjs';
import { finish, needSlowLookup } from './report.mjs';

needSlowLookup(import.meta.url, 1_500);

/** Lanes of what any thread can do; one more ends Workers and processes in which that is being done. */
const LANES = 3;
const LEAVE_MS = 20_000;
const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const all = { ...deeds, ...outerDeeds };
console.log(`seed ${seed}`);

const done = Object.fromEntries(Object.keys(all).map((name) => [name, 0]));
const faults = [];
const report = {
  done: (name) => done[name]++,
  fault: (what) => {
    console.log(what);
    faults.push(what);
  },
};

/** Without files: of modules that a Worker is loading when it is ended, Node closes none. */
const collected = () => {
  globalThis.gc();
  return held();
};

// What is opened once is there from the second time on.
const first = Object.entries(all).map(([name, deed], i) =>
  lane(new Random(seed + i), [[name, deed]], () => done[name] > 0, report),
);
await Promise.all(first);
await sleep(500);
const before = held();
const end = performance.now() + 1_000 * seconds;
const over = () => performance.now() > end;
const lanes = Array.from({ length: LANES }, (_, i) =>
  lane(new Random(seed + i), Object.entries(deeds), over, report),
);
lanes.push(lane(new Random(seed + LANES), Object.entries(outerDeeds), over, report));
await Promise.all(lanes);
for (const [name, count] of await leftOver(before, LEAVE_MS, collected))
  report.fault(`${name}: ${count} instead of ${before[name] ?? 0}`);
console.log(done);
finish({ campaign: 'lifetimes', seed, seconds, done, faults }, faults.length === 0);
