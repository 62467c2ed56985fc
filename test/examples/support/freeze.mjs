// Preloaded into an example: on SIGUSR2 its main thread hangs, as it would in a long computation, until a byte comes on stdin.
import { readSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('SIGUSR2', () => {
    writeSync(1, 'frozen\n');
    readSync(0, Buffer.alloc(1));
    writeSync(1, 'thawed\n');
  });
}
