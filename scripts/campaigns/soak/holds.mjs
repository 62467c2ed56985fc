import { descriptorCounts, threadCount } from '../../../test/support/counts.mjs';

/** What this process holds, files apart (Node opens modules for a while), and what it has taken of the processors. */
export function holds({ collect = false } = {}) {
  if (collect) globalThis.gc();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const kinds = descriptorCounts();
  const descriptors = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  return {
    ...{ descriptors, kinds, threads: threadCount() },
    ...{ handles: process.getActiveResourcesInfo().length, rss, heapUsed, external },
    cpu: (user + system) / 1e6,
  };
}
