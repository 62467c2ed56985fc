// node scripts/campaigns/many-connections.mjs [CONNECTIONS = 10000] [KIND…]
//
// So many connections at once, in each way to serve them: every one is answered, and when all have gone the server holds as many
// descriptors and threads as before, and no more memory than it had with them. Workers and `stdnet/async` take two descriptors for each:
// `ulimit -n` must be above twice the number.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { forEachKind, leftAt, MIB, printKinds, servedAs } from './many-kinds.mjs';
import { finish } from './report.mjs';
import { memoryOf, settings } from './servers.mjs';

const {
  numbers: [connections],
} = settings(10_000);
const CLIENTS = 4;
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
  const served = await servedAs(kind);
  await (await crowd(served.port, CLIENTS)).leave(); // what is opened once is there
  await sleep(1_000);
  const { held: before } = await served.ask();
  const start = performance.now();
  const all = await crowd(served.port, connections);
  const ms = performance.now() - start;
  const { held } = await served.ask();
  const most = memoryOf(served.pid, 'VmRSS');
  await all.leave();
  const more = await leftAt(served, before);
  const after = memoryOf(served.pid, 'VmRSS');
  await served.end();
  const round = (bytes) => Math.round(bytes / MIB);
  return { kind, ms: Math.round(ms), threads: held.threads, with: round(most), after: round(after), more };
}

const results = await forEachKind(serveAll);
printKinds(['ms until all are answered', 'threads', 'MiB with them', 'MiB after'], results);
finish(
  { campaign: 'many-connections', connections, results },
  results.every(({ more, after, with: most }) => more.length === 0 && after <= most + 8),
);
