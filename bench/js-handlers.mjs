// node bench/js-handlers.mjs [ROUNDS = 7] [SECONDS = 1]
//
// Echoes of 64 bytes by handlers in JavaScript, whose bytes native threads receive (one for each connection, or a pool of
// one), beside node:net at its best: requests a second, and what each takes of the JS thread. Cases P6 (at least 0.65 and 0.85
// times node:net's rate), P8 (at most 0.8 of its JS thread) and P9 of the design (1.15 times its rate, with 16 us of work for
// each message).
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';
import { interleaved, median, printTable, server } from './support.mjs';

const [rounds = 7, seconds = 1] = process.argv.slice(2).map(Number);
const program = fileURLToPath(new URL('servers/javascript.mjs', import.meta.url));
const kinds = ['threads', 'pool', 'node'];
const cases = [
  { connections: 16, work: 0 },
  { connections: 128, work: 0 },
  { connections: 16, work: 16 },
];

async function round(kind, { connections, work }) {
  const tested = await server(process.execPath, [program, kind, String(work)]);
  const before = await tested.ask();
  const { requests } = await load(tested.port, { connections, warmUpMs: 0, durationMs: seconds * 1_000 });
  const after = await tested.ask();
  await tested.end();
  return { rate: requests / seconds, js: (after.used - before.used) / requests / 1_000 };
}

const rows = [];
for (const each of cases) {
  const of = await interleaved(
    Object.fromEntries(kinds.map((kind) => [kind, () => round(kind, each)])),
    rounds,
  );
  const ratio = (kind, name) => median(of[kind].map((result, i) => result[name] / of.node[i][name]));
  for (const kind of kinds) {
    const value = (name) => median(of[kind].map((result) => result[name]));
    rows.push({
      ...each,
      ...{ kind, rate: value('rate'), js: value('js') },
      ...{ rates: ratio(kind, 'rate'), jsRatio: ratio(kind, 'js') },
    });
  }
}
printTable(
  ['connections, work', 'server', 'requests/s', 'x node:net', 'JS thread µs', 'x node:net'],
  rows.map(({ connections, work, kind, rate, rates, js, jsRatio }) => [
    `${connections}, ${work} µs`,
    ...[kind, rate.toFixed(0), rates.toFixed(2), js.toFixed(2), jsRatio.toFixed(2)],
  ]),
);
console.log(JSON.stringify({ benchmark: 'js-handlers', rounds, rows }));
