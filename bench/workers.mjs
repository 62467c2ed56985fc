// node bench/workers.mjs [ROUNDS = 7] [SECONDS = 1]
//
// Echoes of 64 bytes by JavaScript in Workers, beside node:net at its best and C: requests a second, and p99. Cases of the design:
// P4 (many connections in one Worker, at least 1.1 times node:net's rate), P5 (one connection in each, 0.95 times that of C
// threads), P9 (16 us of work for each message, 1.5 times node:net's), P10 (fifteen connections beside one that computes for
// 100 ms again and again: a p99 at least 10 times lower than node:net's).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';
import { compiled, interleaved, median, printTable, server } from './support.mjs';

const [rounds = 7, seconds = 1] = process.argv.slice(2).map(Number);
const program = fileURLToPath(new URL('servers/javascript.mjs', import.meta.url));
const burner = fileURLToPath(new URL('burner.mjs', import.meta.url));
const c = compiled('echo_threads');

const node = { name: 'node:net', kind: 'node' };
const many = (workers) => ({ name: `${workers} that hold many`, kind: 'many', workers });
const one = (workers) => ({ name: `${workers} with one each`, kind: 'one', workers });
const cases = [
  ...[16, 128, 1_000].map((connections) => ({ point: 'P4', connections, servers: [many(1), node] })),
  { point: 'P5', connections: 4, servers: [one(4), { name: 'C threads', kind: 'c' }] },
  { point: 'P9', connections: 16, work: 16, servers: [many(4), one(16), node] },
  { point: 'P10', connections: 15, burns: true, servers: [one(16), many(4), node] },
];

function start({ kind, workers = 0 }, work) {
  if (kind === 'c') return server(c.path('echo_threads'), []);
  return server(process.execPath, [program, kind, String(work), String(workers)]);
}

async function burning(port) {
  const child = spawn(process.execPath, [burner, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data'); // its first request is on its way
  return async () => {
    child.kill();
    await once(child, 'close');
  };
}

async function round(kind, { connections, work = 0, burns = false }) {
  const tested = await start(kind, work);
  const stop = burns ? await burning(tested.port) : () => {};
  const report = await load(tested.port, { connections, durationMs: seconds * 1_000 });
  await stop();
  await tested.end();
  return { rate: report.requests / seconds, p99: report.p99 / 1_000 };
}

const rows = [];
for (const each of cases) {
  const names = each.servers.map(({ name }) => name);
  const base = names.at(-1);
  const of = await interleaved(
    Object.fromEntries(each.servers.map((kind) => [kind.name, () => round(kind, each)])),
    rounds,
  );
  const ratio = (name, what) => median(of[name].map((result, i) => result[what] / of[base][i][what]));
  for (const name of names) {
    const value = (what) => median(of[name].map((result) => result[what]));
    const { point, connections } = each;
    rows.push({ point, connections, name, rate: value('rate'), p99: value('p99') });
    Object.assign(rows.at(-1), { rates: ratio(name, 'rate'), p99s: 1 / ratio(name, 'p99') });
  }
}
c.remove();
printTable(
  ['case, connections', 'server, Workers', 'requests/s', 'x the last', 'p99 ms', 'times lower than the last'],
  rows.map(({ point, connections, name, rate, rates, p99, p99s }) => [
    `${point}, ${connections}`,
    ...[name, rate.toFixed(0), rates.toFixed(2), p99.toFixed(2), p99s.toFixed(1)],
  ]),
);
console.log(JSON.stringify({ benchmark: 'workers', rounds, rows }));
