/**
 * A deadline for tests that block their own thread: the runner's timeout is a timer and cannot fire meanwhile.
 * A thread of its own ends the process when a test takes too long, and says which one it was.
 */

import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, beforeEach } from 'vitest';

const program = `
  const { workerData } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  const beat = new Int32Array(workerData.memory);
  const name = new Uint8Array(workerData.memory, 8);
  for (;;) {
    const count = Atomics.load(beat, 0);
    if (Atomics.wait(beat, 0, count, workerData.deadlineMs) === 'timed-out') {
      const text = Buffer.from(name.slice(0, Atomics.load(beat, 1))).toString();
      writeSync(2, 'deadline of ' + workerData.deadlineMs + ' ms passed in: ' + text + '\\n');
      process.kill(process.pid, 'SIGKILL');
    }
    if (Atomics.load(beat, 0) < 0) break;
  }
`;

/** Call it once, at the top of a test file. */
export function useWatchdog(deadlineMs = 25_000): void {
  const memory = new SharedArrayBuffer(8 + 512);
  const beat = new Int32Array(memory, 0, 2);
  const name = new Uint8Array(memory, 8);
  let worker: Worker;

  const tell = (count: number): void => {
    Atomics.store(beat, 0, count);
    Atomics.notify(beat, 0);
  };
  beforeAll(() => {
    worker = new Worker(program, { eval: true, execArgv: [], workerData: { memory, deadlineMs } });
    worker.unref();
  });
  beforeEach(({ task }) => {
    const text = Buffer.from(`${task.suite?.name ?? ''} ${task.name}`).subarray(0, name.length);
    name.set(text);
    Atomics.store(beat, 1, text.length);
    tell(Atomics.load(beat, 0) + 1);
  });
  afterAll(async () => {
    tell(-1);
    await worker.terminate();
  });
}
