// node scripts/campaigns/worker-storm.mjs [N = 1000] [CALL…]
//
// Ends N Workers while they are blocked, in turn in each call that can block, and says how long each took to be gone and
// what the process still holds afterwards. Case R6 of the design: p99 under 100 ms, none over 1 s, clean. With the CALL
// `control` the Workers block in none of this package's calls: what that takes, and leaves behind, is Node's own.

import { callNames } from '../../test/support/blocked-calls.mjs';
import { startBlocked } from '../../test/support/blocked-workers.mjs';
import { descriptorCount, settled, threadCount } from '../../test/support/counts.mjs';
import { finish, needSlowLookup, summary } from './report.mjs';

needSlowLookup(import.meta.url, 1_500);

const total = Number(process.argv[2] ?? 1000);
const AT_ONCE = 16; // Workers; each takes some 8 MiB
const calls = process.argv.length > 3 ? process.argv.slice(3) : callNames;
const times = Object.fromEntries(calls.map((call) => [call, []]));

async function storm(call, count) {
  const workers = await startBlocked(Array(count).fill(call));
  await Promise.all(
    workers.map(async (worker) => {
      const start = performance.now();
      await worker.terminate();
      times[call].push(performance.now() - start);
    }),
  );
}

// What the first Workers start for good, and the memory that so many at once leave to the allocator.
for (const call of calls) await storm(call, Math.min(total, AT_ONCE));
for (const call of calls) times[call].length = 0;
await settled(threadCount, 0, 2_000);
const counts = () => ({
  descriptors: descriptorCount(),
  threads: threadCount(),
  rssMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
});
const before = counts();

const perCall = Math.ceil(total / calls.length);
for (const call of calls) {
  for (let left = perCall; left > 0; left -= AT_ONCE) await storm(call, Math.min(left, AT_ONCE));
  const { count, p50, p99, max } = summary(times[call]);
  console.log(
    `${call.padEnd(16)} ${String(count).padStart(5)} Workers: p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`,
  );
}

await settled(descriptorCount, before.descriptors);
await settled(threadCount, before.threads);
const after = counts();
const all = summary(Object.values(times).flat());
console.log(`all: p50 ${all.p50} ms, p99 ${all.p99} ms (limit 100), max ${all.max} ms (limit 1000)`);
console.log('before', before, 'after', after);
const clean = after.descriptors <= before.descriptors && after.threads <= before.threads;
finish({ campaign: 'worker-storm', all, before, after, clean }, clean);
