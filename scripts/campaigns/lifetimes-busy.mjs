// Deeds of lifetimes.mjs, one after the other, in a Worker until it is ended; or in a process:
//   lifetimes-busy.mjs SEED WAY MS     leaves in that way after so many milliseconds
import { isMainThread, workerData } from 'node:worker_threads';
import { leave } from '../../test/support/leave.mjs';
import { Random } from '../../test/support/random.mjs';
import { deeds } from './lifetimes-deeds.mjs';
import { lane } from './lifetimes-lane.mjs';

const [seed, way, ms] = isMainThread ? process.argv.slice(2) : [workerData.seed];
const LANES = 2;
let leaves = false;
if (way) {
  setTimeout(() => {
    leaves = true;
    leave(way, {});
  }, Number(ms));
}

const report = {
  done() {},
  fault(what) {
    if (leaves) return;
    if (!isMainThread) throw new Error(what);
    console.error(what);
    process.exit(70);
  },
};
for (let i = 0; i < LANES; i++) {
  lane(new Random(Number(seed) + i), Object.entries(deeds), () => leaves, report);
}
