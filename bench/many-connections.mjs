// node bench/many-connections.mjs [CONNECTIONS = 10000]
//
// So many connections at once, each of which is answered: how long until all are, and how late the server's event loop was
// meanwhile. Case P18 of the design: all are served, and the delay's p99 is under 50 ms. Several processes connect, as
// one has only so many descriptors. Needs `ulimit -n` above the number.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { start } from './load.mjs';
import { printTable } from './support.mjs';

const [connections = 10_000] = process.argv.slice(2).map(Number);
const CLIENTS = 4;
const client = fileURLToPath(new URL('many-connections-client.mjs', import.meta.url));

async function open(kind) {
  const server = await start(kind, 'echo');
  const clients = Array.from({ length: CLIENTS }, () =>
    spawn(process.execPath, [client, String(server.port), String(connections / CLIENTS)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  await Promise.all(clients.map(({ stdout }) => once(stdout, 'data'))); // ready
  await server.ask();
  const begin = performance.now();
  for (const { stdin } of clients) stdin.write('go\n');
  await Promise.all(clients.map(({ stdout }) => once(stdout, 'data'))); // all answered
  const ms = performance.now() - begin;
  const { delayP99, stats } = await server.ask();
  for (const { stdin } of clients) stdin.end();
  await Promise.all(clients.map((child) => once(child, 'close')));
  await server.end();
  return { kind, ms, delayP99, served: stats?.active ?? connections };
}

const results = [];
for (const kind of ['threads', 'pool', 'node']) results.push(await open(kind));
printTable(
  ['server', 'ms until all are answered', 'event-loop delay p99 ms', 'connections'],
  results.map(({ kind, ms, delayP99, served }) => [kind, ms.toFixed(0), delayP99.toFixed(1), served]),
);
console.log(JSON.stringify({ benchmark: 'many-connections', connections, results }));
if (results.some(({ served }) => served !== connections)) process.exitCode = 1;
