import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** Starts one Worker for each of `calls`; resolves when all of them are in their call. */
export async function startBlocked(calls) {
  const counters = new Int32Array(new SharedArrayBuffer(8));
  const note = new SharedArrayBuffer(1024);
  const workerData = { counters, note };
  const workers = calls.map(
    (call) =>
      new Worker(new URL('blocked-worker.mjs', import.meta.url), { workerData: { call, ...workerData } }),
  );
  const failed = new Promise((_, reject) => {
    for (const worker of workers) worker.once('error', reject);
  });
  failed.catch(() => {});
  const check = () => {
    if (Atomics.load(counters, 1) > 0) throw new Error(`not ended by anybody: ${Buffer.from(note)}`.trim());
  };
  while (Atomics.load(counters, 0) < calls.length) {
    check();
    await Promise.race([sleep(5), failed]);
  }
  // From "about to" to "in": nothing depends on it, but usually they are in the kernel by then.
  await sleep(100);
  check();
  return workers;
}
