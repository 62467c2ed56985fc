// node --expose-gc scripts/campaigns/connections.mjs [N = 100000] [--pool THREADS]
//
// N connections one after another, by a peer in C, and the same again. Case R1 of the design: no errors, as many descriptors
// and threads as before, and the second N cost less than 1 MB of memory more.

import { handlers, serve } from 'stdnet';
import { descriptorCount, settled, threadCount } from '../../test/support/counts.mjs';
import { finish } from './report.mjs';
import { output, peer, settings } from './servers.mjs';

const {
  numbers: [count],
  threads,
} = settings(100_000);
const MOST_MORE = 1e6;
const visits = peer('visits');
const server = serve('127.0.0.1:0', handlers.echo(), { threads });
const { port } = server.localAddr();
let wrong = 0;

async function visit(times) {
  const start = performance.now();
  wrong += Number(await output(visits, [port, times]));
  return (1_000 * times) / (performance.now() - start);
}

async function counts(before) {
  const descriptors = await settled(descriptorCount, before?.descriptors ?? 0, before ? 2_000 : 0);
  const threadsNow = await settled(threadCount, before?.threads ?? 0, before ? 2_000 : 1_000);
  globalThis.gc?.();
  return { descriptors, threads: threadsNow, rss: process.memoryUsage.rss() };
}

await visit(1_000); // what the first ones leave for good
const before = await counts();
const rounds = [];
for (let round = 0; round < 2; round++) {
  const perSecond = Math.round(await visit(count));
  rounds.push({ perSecond, ...(await counts(before)) });
}
const { accepted, active, ended, errors } = server.stats();
await server.shutdown();

const more = rounds[1].rss - rounds[0].rss;
const clean = rounds.every(
  ({ descriptors, threads }) => descriptors <= before.descriptors && threads <= before.threads,
);
const counted = accepted === 2 * count + 1_000 && ended === accepted && active === 0;
console.log('before', before);
for (const round of rounds) console.log(`${count} connections:`, round);
console.log(`${wrong} wrong, errors`, errors, `second round: ${more} bytes more (limit ${MOST_MORE})`);
finish(
  { campaign: 'connections', threads, count, wrong, errors, before, rounds, more, clean, counted },
  wrong === 0 && Object.keys(errors).length === 0 && clean && counted && more < MOST_MORE,
);
