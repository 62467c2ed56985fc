// node scripts/campaigns/many-connections.mjs [CONNECTIONS = 10000] [KIND…]
//
// So many connections at once, in each way to serve them: every one is answered, and when all have gone the server holds as many
// descriptors and threads as before, and no more memory than it had with them. Workers and `stdnet/async` take two descriptors for each:
// `ulimit -n` must be above twice the number.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { server } from '../../bench/support.mjs';
import { leftOver } from '../../test/support/counts.mjs';
import { finish } from './report.mjs';
import { memoryOf, settings } from './servers.mjs';

const {
  numbers: [connections],
} = settings(10_000);
const CLIENTS = 4;
const LEAVE_MS = 10_000;
const MIB = 1024 * 1024;
const KINDS = ['threads', 'pool', 'function', 'function, pool', 'workers', 'async'];
const kinds = process.argv.length > 3 ? process.argv.slice(3) : KINDS;
const program = fileURLToPath(new URL('many-served.mjs', import.meta.url));
const client = fileURLToPath(new URL('../../bench/many-connections-client.mjs', import.meta.url));

/** A client says that it has done its part. */
async function heard(child) {
  const over = once(child, 'close').then(() => Promise.reject(new Error('a client has died')));
  over.catch(() => {});
  await Promise.race([once(child.stdout, 'data'), over]);
}

/** All connect, are answered, and stay until `leave()`. */
async function crowd(port, count) {
  const clients = Array.from({ length: CLIENTS }, () =>
    spawn(process.execPath, [client, String(port), String(count / CLIENTS)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  await Promise.all(clients.map(heard)); // ready
  for (const { stdin } of clients) stdin.write('go\n');
  await Promise.all(clients.map(heard)); // all answered
  return {
    async leave() {
      for (const { stdin } of clients) stdin.end();
      await Promise.all(clients.map((child) => once(child, 'close')));
    },
  };
}

async function serveAll(kind) {
  const served = await server(process.execPath, [program, kind]);
  await (await crowd(served.port, CLIENTS)).leave(); // what is opened once is there
  await sleep(1_000);
  const { held: before } = await served.ask();
  const start = performance.now();
  const all = await crowd(served.port, connections);
  const ms = performance.now() - start;
  const { held } = await served.ask();
  const most = memoryOf(served.pid, 'VmRSS');
  await all.leave();
  const more = await leftOver(before, LEAVE_MS, async () => (await served.ask()).held);
  const after = memoryOf(served.pid, 'VmRSS');
  await served.end();
  const round = (bytes) => Math.round(bytes / MIB);
  return { kind, ms: Math.round(ms), threads: held.threads, with: round(most), after: round(after), more };
}

const results = [];
for (const kind of kinds) results.push(await serveAll(kind));
const table = new Table({
  style: { head: [], border: [] },
  head: ['server', 'ms until all are answered', 'threads', 'MiB with them', 'MiB after', 'left'],
});
for (const { more, ...row } of results)
  table.push([...Object.values(row), more.map((what) => what.join(': ')).join()]);
console.log(table.toString());
finish(
  { campaign: 'many-connections', connections, results },
  results.every(({ more, after, with: most }) => more.length === 0 && after <= most + 8),
);
