// node bench/spin.mjs [ROUNDS = 9] [SECONDS = 1]
//
// One connection, server and load held on different cores: with `spin` the server does not sleep between two messages.
// Case P20 of the design: at least 1.5 times node:net.
import { spawnSync } from 'node:child_process';
import { native } from '../dist/binding/index.js';
import { load, start } from './load.mjs';
import { interleaved, median, printTable, quartiles } from './support.mjs';

const [rounds = 9, seconds = 1] = process.argv.slice(2).map(Number);
const [first, second] = native.allowedCores();
if (second === undefined) throw new Error('needs two cores');

async function round(kind) {
  const server = await start(kind, 'echo');
  // After its start: it has counted the cores of the machine, of which one is to be idle.
  const pinned = spawnSync('taskset', ['-a', '-cp', String(second), String(server.pid)]);
  if (pinned.status !== 0) throw new Error('needs taskset (util-linux)');
  const { requests } = await load(server.port, {
    connections: 1,
    cores: [first],
    durationMs: seconds * 1_000,
  });
  await server.end();
  return requests;
}

const kinds = ['spin', 'threads', 'pool, spin', 'pool', 'node'];
const rates = await interleaved(Object.fromEntries(kinds.map((kind) => [kind, () => round(kind)])), rounds);
printTable(
  ['server', 'round trips/s', 'middle half', 'x node:net'],
  kinds.map((kind) => [
    kind,
    median(rates[kind]),
    quartiles(rates[kind]).join(' - '),
    median(rates[kind].map((rate, i) => rate / rates.node[i])).toFixed(2),
  ]),
);
console.log(JSON.stringify({ benchmark: 'spin', rounds, rates }));
