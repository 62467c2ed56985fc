// node scripts/campaigns/dying-peers.mjs [ROUNDS = 1000] [SEED] [--pool THREADS]
//
// Peers of a key-value server that end in the middle of a line: killed, by a reset, by half-closing, or without a word. Case R8 of
// the design: the server sees ConnectionReset, BrokenPipe, UnexpectedEof or the end, and never takes half a line for a whole
// one. Two things are as they must be: where the peer's end has come in good order, what is left is a last line, by the
// protocol's own rule (a killed process that had read all its replies looks like that; BrokenPipe then says that it was not
// there any more to read the last one); and of a peer that has gone without a word nobody but the idle timeout can know.

import { once } from 'node:events';
import { handlers, KvStore, serve } from 'stdnet';
import { finish } from './report.mjs';
import { output, peer, settings } from './servers.mjs';

const {
  numbers: [rounds, seed],
  threads,
} = settings(1_000, Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const KINDS = ['ConnectionReset', 'BrokenPipe', 'UnexpectedEof'];
/** Linux says EPIPE where a reset comes behind the end, ECONNRESET where it comes instead. */
const IN_ORDER = ['end', 'BrokenPipe'];
const DEADLINE_MS = 30_000;

const store = new KvStore();
const server = serve('127.0.0.1:0', handlers.kv(store), { threads, idleTimeout: 1_000 });
const ends = new Map();
server.on('disconnect', ({ peer: { address }, error }) => {
  const [, , high, low] = address.split('.').map(Number);
  ends.set(256 * high + low, error?.kind ?? 'end');
});

/** Line i of a round, as c/dying.c sends it. */
const value = (round, i) => `${round}.${i}:${'x'.repeat((i * 37 + round) % 200)}$`;
const line = (round, i) => `SET r${round}.${i} ${value(round, i)}\n`;

/** What `bytes` bytes of a round's lines say: the values, and how many replies there are to them. */
function meant(round, bytes) {
  const values = [];
  let replies = 0;
  for (let i = 0; bytes > 0; i++, replies++) {
    const whole = line(round, i);
    const said = whole.slice(0, bytes);
    bytes -= whole.length;
    const stored = /^SET \S+ (.*)/.exec(said);
    if (stored) values.push(stored[1]);
  }
  return { values, replies };
}

function stored(round) {
  const values = [];
  for (
    let found = store.get(`r${round}.0`);
    found !== null;
    found = store.get(`r${round}.${values.length}`)
  ) {
    values.push(found);
  }
  return values;
}

const wrong = [];
const seen = {};
let lastLines = 0;
let lines = 0;

/** What is wrong with the last value that is not what it should be. */
function problemOfCut(round, values, inOrder) {
  const cut = values.findIndex((found, i) => found !== value(round, i));
  if (cut < 0) return null;
  lastLines++;
  if (!value(round, cut).startsWith(values[cut])) return `changed: ${values[cut]}`;
  if (!inOrder) return `half a line: ${values[cut]}`;
  return cut === values.length - 1 ? null : `lines behind half a line: ${values[cut]}`;
}

/** Whether each byte that was sent had its effect, and each line its reply. */
function problemOfHalf(round, values, sent, replies) {
  const expected = meant(round, sent);
  if (JSON.stringify(values) !== JSON.stringify(expected.values)) return 'not what was sent';
  return replies === expected.replies ? null : `${replies} replies to ${expected.replies} lines`;
}

function check(round, [way, sent, replies]) {
  if (way === 'none') return;
  const end = ends.get(round) ?? 'nothing';
  seen[way] ??= {};
  seen[way][end] = (seen[way][end] ?? 0) + 1;
  const values = stored(round);
  lines += values.length;
  const allowed = [...KINDS, way === 'vanish' ? 'TimedOut' : 'end'];
  const problems = [
    allowed.includes(end) ? null : `ended by ${end}`,
    problemOfCut(round, values, way !== 'vanish' && IN_ORDER.includes(end)),
    way === 'half' ? problemOfHalf(round, values, Number(sent), Number(replies)) : null,
  ];
  for (const what of problems) if (what !== null) wrong.push({ round, way, end, what });
}

const told = (await output(peer('dying'), [server.localAddr().port, rounds, seed])).trim().split('\n');
const late = performance.now() + DEADLINE_MS;
while (ends.size < rounds && performance.now() < late) {
  await Promise.race([once(server, 'disconnect'), new Promise((resolve) => setTimeout(resolve, 1_000))]);
}
for (const [round, text] of told.entries()) check(round, text.split(' '));
const { accepted, ended, errors } = server.stats();
await server.shutdown();
if (store.size !== lines) wrong.push({ what: `${store.size} keys, ${lines} of them sent` });

for (const problem of wrong.slice(0, 10)) console.log(problem);
console.log(`${rounds} rounds, ${lines} lines, ${lastLines} last lines without their end`);
console.log(seen, errors);
finish(
  { campaign: 'dying-peers', threads, rounds, seed, lines, lastLines, seen, wrong: wrong.length },
  wrong.length === 0 && accepted === rounds && ended === rounds,
);
