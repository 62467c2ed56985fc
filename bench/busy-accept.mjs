// node bench/busy-accept.mjs [ROUNDS = 7] [SECONDS = 2]
//
// How long connect, one echo and close take while 128 connections are busy. Case P19 of the design: a p99 at least 4 times
// lower than that of node:net.
import { load, start } from './load.mjs';
import { interleaved, median, printTable } from './support.mjs';

const [rounds = 7, seconds = 2] = process.argv.slice(2).map(Number);

async function round(kind) {
  const server = await start(kind, 'echo');
  const durationMs = seconds * 1_000;
  // The one that is measured begins after the other and ends before it.
  const busy = load(server.port, { connections: 128, durationMs: durationMs + 400, seed: 1 });
  const late = load(server.port, { connections: 1, messages: 1, warmUpMs: 400, durationMs, seed: 2 });
  const [{ requests }, { p50, p99 }] = await Promise.all([busy, late]);
  await server.end();
  return { p50, p99, rate: requests / (seconds + 0.4) };
}

const kinds = ['threads', 'pool', 'node'];
const results = await interleaved(Object.fromEntries(kinds.map((kind) => [kind, () => round(kind)])), rounds);
const of = (kind, name) => median(results[kind].map((result) => result[name]));
printTable(
  ['server', 'p50 ms', 'p99 ms', 'p99 of node / its own', 'busy k req/s'],
  kinds.map((kind) => [
    kind,
    (of(kind, 'p50') / 1_000).toFixed(2),
    (of(kind, 'p99') / 1_000).toFixed(2),
    median(results[kind].map(({ p99 }, i) => results.node[i].p99 / p99)).toFixed(1),
    (of(kind, 'rate') / 1_000).toFixed(1),
  ]),
);
console.log(JSON.stringify({ benchmark: 'busy-accept', rounds, results }));
