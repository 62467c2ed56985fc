// node scripts/campaigns/reset-storm.mjs [SECONDS = 10] [KIND…] [--lenient]
//
// Connections that are reset as fast as they can be made, in each way to serve them, and beside them one good client: it is
// answered, all that were accepted have ended, and nothing is left, neither descriptors nor threads nor memory.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { server } from '../../bench/support.mjs';
import { leftOver } from '../../test/support/counts.mjs';
import { ping } from './ping.mjs';
import { finish, summary } from './report.mjs';
import { memoryOf, output, peer, settings } from './servers.mjs';

const {
  numbers: [seconds],
} = settings(10);
const LEAVE_MS = 10_000;
const GOOD_P99_MS = 50;
const MIB = 1024 * 1024;
const KINDS = ['threads', 'pool', 'function', 'function, pool', 'workers', 'async'];
const named = process.argv.slice(3).filter((argument) => !argument.startsWith('--'));
const storm = peer('storm');
const program = fileURLToPath(new URL('many-served.mjs', import.meta.url));

async function weather(kind) {
  const served = await server(process.execPath, [program, kind]);
  await output(storm, [served.port, seconds / 4]); // what is opened once is there
  await sleep(1_000);
  const { held: before } = await served.ask();
  const memory = memoryOf(served.pid, 'VmRSS');
  const good = ping(served.port, 'x', 'x');
  const reset = Number(await output(storm, [served.port, seconds]));
  const { p99, max } = summary(await good.stop());
  const more = await leftOver(before, LEAVE_MS, async () => (await served.ask()).held);
  const { counters } = await served.ask();
  const mib = (memoryOf(served.pid, 'VmRSS') - memory) / MIB;
  await served.end();
  return { kind, reset, ...counters, p99, max, mib: Math.round(mib * 10) / 10, more };
}

const results = [];
for (const kind of named.length > 0 ? named : KINDS) results.push(await weather(kind));
const table = new Table({
  style: { head: [], border: [] },
  head: ['server', 'reset', 'accepted', 'ended', 'p99 ms', 'most ms', 'MiB more', 'left'],
});
for (const { active, more, ...row } of results)
  table.push([...Object.values(row), more.map((what) => what.join(': ')).join()]);
console.log(table.toString());
finish(
  { campaign: 'reset-storm', seconds, results },
  results.every(
    ({ accepted, ended, active, more }) => accepted === ended && active === 0 && more.length === 0,
  ),
  results.every(({ p99 }) => p99 < GOOD_P99_MS),
);
