import { descriptorCounts, threadCount } from '../../../test/support/counts.mjs';
import { trim } from './trim.mjs';

/**
 * What this process holds, files apart (Node opens modules for a while), and what it has taken of the processors. With `collect` all that
 * can be freed is, and `kept` is what then is left of `rss`.
 */
export async function holds({ collect = false } = {}) {
  if (collect) globalThis.gc();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  if (collect) await trim();
  const kinds = descriptorCounts();
  const descriptors = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  return {
    ...{ descriptors, kinds, threads: threadCount() },
    ...{
      handles: process.getActiveResourcesInfo().length,
      rss,
      kept: process.memoryUsage.rss(),
      heapUsed,
      external,
    },
    cpu: (user + system) / 1e6,
  };
}
