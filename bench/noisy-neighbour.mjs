// node bench/noisy-neighbour.mjs [ROUNDS = 5] [SECONDS = 3] [KEYS = 3000000]
//
// Fifteen connections read and write keys; one asks again and again which of three million keys match a pattern, as none
// does: a short request that keeps its handler computing. What the fifteen wait for their answers: case P10 of the design, at
// least 100 times less than with node:net.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { load, start } from './load.mjs';
import { interleaved, median, printTable } from './support.mjs';

const [rounds = 5, seconds = 3, keys = 3_000_000] = process.argv.slice(2).map(Number);
const burner = fileURLToPath(new URL('noisy-neighbour-client.mjs', import.meta.url));

async function round(kind) {
  const server = await start(kind, 'kv', keys);
  const neighbour = spawn(process.execPath, [burner, String(server.port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(neighbour.stdout, 'data'); // its first request is on its way
  const report = await load(server.port, { work: 'kv', connections: 15, durationMs: seconds * 1_000 });
  neighbour.kill();
  await Promise.all([once(neighbour, 'close'), server.end()]);
  return report;
}

const kinds = ['threads', 'pool', 'node'];
const reports = await interleaved(Object.fromEntries(kinds.map((kind) => [kind, () => round(kind)])), rounds);
const p99 = (kind) => median(reports[kind].map((report) => report.p99 / 1_000));
printTable(
  ['server', 'p50 ms', 'p99 ms', 'max ms', 'requests', 'p99 of node / its own'],
  kinds.map((kind) => [
    kind,
    median(reports[kind].map(({ p50 }) => p50 / 1_000)).toFixed(2),
    p99(kind).toFixed(2),
    median(reports[kind].map(({ max }) => max / 1_000)).toFixed(2),
    median(reports[kind].map(({ requests }) => requests)),
    (p99('node') / p99(kind)).toFixed(0),
  ]),
);
console.log(
  JSON.stringify({
    benchmark: 'noisy-neighbour',
    rounds,
    keys,
    p99: kinds.map((kind) => [kind, p99(kind)]),
  }),
);
