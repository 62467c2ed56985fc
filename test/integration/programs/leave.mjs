// leave.mjs WAY CALL…: leaves in that way while a Worker is blocked in each call.
import { startBlocked } from '../../support/blocked-workers.mjs';
import { leave } from '../../support/leave.mjs';

const [way, ...calls] = process.argv.slice(2);
const workers = await startBlocked(calls);
console.log('leaving');

leave(way, {
  // Nothing is left to do but the Workers, which do not count.
  end() {
    for (const worker of workers) worker.unref();
  },
});
