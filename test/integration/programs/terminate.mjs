// terminate.mjs CALL…: ends a Worker blocked in each call; a line of JSON each, then the descriptors before and after.
import { startBlocked } from '../../support/blocked-workers.mjs';
import { descriptorCount, settled } from '../../support/counts.mjs';

const calls = process.argv.slice(2);

async function terminateOne(call) {
  const [worker] = await startBlocked([call]);
  const start = performance.now();
  await worker.terminate();
  return { call, ms: performance.now() - start };
}

await terminateOne('read'); // what a first Worker opens for good
const before = descriptorCount();
for (const call of calls) console.log(JSON.stringify(await terminateOne(call)));
const after = await settled(descriptorCount, before, 10_000);
console.log(JSON.stringify({ descriptors: [before, after] }));
