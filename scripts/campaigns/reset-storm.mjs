// node scripts/campaigns/reset-storm.mjs [SECONDS = 10] [KIND…] [--lenient]
//
// Connections that are reset as fast as they can be made, in each way to serve them, and beside them one good client: it is
// answered, all that were accepted have ended, and neither descriptors nor threads are left. How much memory is, is told.
import { setTimeout as sleep } from 'node:timers/promises';
import { forEachKind, leftAt, MIB, printKinds, servedAs } from './many-kinds.mjs';
import { ping } from './ping.mjs';
import { finish, summary } from './report.mjs';
import { memoryOf, output, peer, settings } from './servers.mjs';

const {
  numbers: [seconds],
} = settings(10);
const GOOD_P99_MS = 50;
const storm = peer('storm');

async function weather(kind) {
  const served = await servedAs(kind);
  await output(storm, [served.port, seconds / 4]); // what is opened once is there
  await sleep(1_000);
  const { held: before } = await served.ask();
  const memory = memoryOf(served.pid, 'VmRSS');
  const good = ping(served.port, 'x', 'x');
  const reset = Number(await output(storm, [served.port, seconds]));
  const { p99, max } = summary(await good.stop());
  const more = await leftAt(served, before);
  const { counters } = await served.ask();
  const mib = (memoryOf(served.pid, 'VmRSS') - memory) / MIB;
  await served.end();
  return { kind, reset, ...counters, p99, max, mib: Math.round(mib * 10) / 10, more };
}

const results = await forEachKind(weather);
printKinds(
  ['reset', 'accepted', 'ended', 'p99 ms', 'most ms', 'MiB more'],
  results.map(({ active, ...row }) => row),
);
finish(
  { campaign: 'reset-storm', seconds, results },
  results.every(
    ({ accepted, ended, active, more }) => accepted === ended && active === 0 && more.length === 0,
  ),
  results.every(({ p99 }) => p99 < GOOD_P99_MS),
);
