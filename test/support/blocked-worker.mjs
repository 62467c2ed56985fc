// A Worker that blocks in the call named by workerData.call, and counts in workerData.counters[0] when it is about to. The
// call should not return by itself: workerData.counters[1] counts those that did, workerData.note says how.
import { workerData } from 'node:worker_threads';
import { blockedCalls } from './blocked-calls.mjs';

const { call, counters, note } = workerData;
function ended(how) {
  Buffer.from(note).write(`${call} ${how}`.padEnd(note.byteLength));
  Atomics.add(counters, 1, 1);
}
try {
  blockedCalls[call](() => Atomics.add(counters, 0, 1));
  ended('returned');
} catch (error) {
  ended(`threw ${error.stack}`);
}
