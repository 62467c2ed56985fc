// leave.mjs WAY CALL…: leaves in that way while a Worker is blocked in each call.
import { startBlocked } from '../../support/blocked-workers.mjs';

const [way, ...calls] = process.argv.slice(2);
const workers = await startBlocked(calls);
console.log('leaving');

switch (way) {
  case 'exit':
    process.exit(7);
    break;
  case 'end':
    // Nothing is left to do but the Workers, which do not count.
    for (const worker of workers) worker.unref();
    break;
  case 'throw':
    setImmediate(() => {
      throw new Error('nobody catches this');
    });
    break;
  case 'reject':
    Promise.reject(new Error('nobody catches this'));
    break;
}
