import { callNames } from '../../../test/support/blocked-calls.mjs';
import { startBlocked } from '../../../test/support/blocked-workers.mjs';
import { Random } from '../../../test/support/random.mjs';

/** Without the one that needs look-ups that block. */
const CALLS = callNames.filter((name) => name !== 'lookup');
const AT_ONCE = 2;

/** Ends Workers that are blocked, each in some call; the longest time that one took to be gone. */
export async function storm(seed) {
  const random = new Random(seed);
  const workers = await startBlocked(Array.from({ length: AT_ONCE }, () => random.pick(CALLS)));
  const times = workers.map(async (worker) => {
    const start = performance.now();
    await worker.terminate();
    return performance.now() - start;
  });
  return Math.max(...(await Promise.all(times)));
}
