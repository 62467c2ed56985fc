// A Worker that blocks in the call named by workerData.call, and counts in workerData.counters[0] when it is about to. The
// call should never return; when it does, workerData.counters[1] says so.
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { blockedCalls } from './blocked-calls.mjs';

const { call, counters } = workerData;
const count = (index) => {
  Atomics.add(counters, index, 1);
  Atomics.notify(counters, index);
};
try {
  blockedCalls[call](() => count(0));
  writeSync(2, `${call} returned\n`);
} catch (error) {
  writeSync(2, `${call} threw ${error.stack}\n`);
}
count(1);
