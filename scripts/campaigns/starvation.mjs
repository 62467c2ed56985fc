// node scripts/campaigns/starvation.mjs [SECONDS = 5] [ROOM = 20] [--pool THREADS]
//
// A server that has room for a few connections more, and peers that come again as soon as they are refused: out of
// descriptors but for the one that is kept back to refuse with, without even that, and out of threads. Case R5 of the design:
// who is refused is counted, the server takes less than a fifth of a core meanwhile, and serves again within a second of
// room. Needs prlimit (util-linux); and root for the threads: a limit of processes does not bind root, so the server becomes
// somebody else.

import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { threadsOf } from '../../bench/support.mjs';
import { finish } from './report.mjs';
import { descriptorsOf, processorTimeOf, served, settings } from './servers.mjs';

const {
  numbers: [seconds, room],
  threads,
} = settings(5, 20);
const MOST_CPU = 0.2;
const MOST_WAIT_MS = 1_000;
const PEERS = 8;
/** A user that nobody is: all its threads are the server's. */
const NOBODY = 61_234;

/** The limit that binds; the one up to which it may be raised again stays. As the user whose process it is. */
function limit(pid, what, soft, uid) {
  execFileSync('prlimit', ['--pid', String(pid), `--${what}=${soft}:`], { uid });
}

/** A connection that sends a byte: `outcome` resolves to 'answered' or 'refused'. */
function visit(port) {
  const socket = connect(port, '127.0.0.1');
  const outcome = new Promise((resolve) => {
    socket.once('data', () => resolve('answered'));
    socket.once('close', () => resolve('refused'));
  });
  socket.on('error', () => {}).write('x');
  return { socket, outcome };
}

/** Takes all the room that there is: the next one is refused. */
async function fill(port) {
  const held = [];
  for (;;) {
    const { socket, outcome } = visit(port);
    if ((await outcome) === 'refused') return held;
    held.push(socket);
  }
}

/** Counts what becomes of peers that come again and again; those that still wait in the end are given back. */
async function besiege(port) {
  const end = performance.now() + 1_000 * seconds;
  const counts = { answered: 0, refused: 0 };
  const waiting = [];
  const peer = async () => {
    while (performance.now() < end) {
      const visitor = visit(port);
      const outcome = await Promise.race([visitor.outcome, sleep(end - performance.now(), 'waiting')]);
      if (outcome === 'waiting') return waiting.push(visitor);
      counts[outcome]++;
      visitor.socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: PEERS }, peer));
  return { ...counts, waiting };
}

/** How long it takes until somebody is answered again: a new peer, and all who have waited. */
async function relief(port, waiting) {
  const start = performance.now();
  const late = start + 10 * MOST_WAIT_MS;
  for (let outcome = 'refused'; outcome !== 'answered' && performance.now() < late; ) {
    const visitor = visit(port);
    outcome = await visitor.outcome;
    visitor.socket.destroy();
  }
  const all = Promise.all(waiting.map(({ outcome }) => outcome));
  await Promise.race([all, sleep(late - performance.now(), null, { ref: false })]);
  return performance.now() - start;
}

/** The server's counters, once they say so: a peer hears sooner than the counter. null: they never do. */
async function toldBy(server, condition) {
  const late = performance.now() + 10 * MOST_WAIT_MS;
  while (performance.now() < late) {
    const stats = await server.ask();
    if (condition(stats)) return stats;
    await sleep(10);
  }
  return null;
}

/** `starve` takes the room away, and gives back what restores it. `full`: there is some, which is taken by connections. */
async function scenario({ name, starve, full = true, uid, counted }) {
  const server = await served({ handler: ['echo'], options: { threads }, uid });
  const { port, pid } = server;
  const restore = starve(pid);
  const held = full ? await fill(port) : [];

  const [before, start] = [processorTimeOf(pid), performance.now()];
  const { answered, refused, waiting } = await besiege(port);
  const cpu = (processorTimeOf(pid) - before) / ((performance.now() - start) / 1_000);
  const stats = await toldBy(server, (told) => counted(told, refused + (full ? 1 : 0)));

  restore();
  for (const socket of held) socket.destroy();
  const wait = await relief(port, waiting);
  for (const { socket } of waiting) socket.destroy();
  await server.end();

  const result = { held: held.length, answered, refused, waiting: waiting.length, cpu, wait };
  console.log(`${name}:`, result, stats?.dropped, stats?.errors);
  const well = answered === 0 && stats !== null;
  const inTime = cpu < MOST_CPU && wait < MOST_WAIT_MS;
  return { name, ...result, dropped: stats?.dropped, errors: stats?.errors, well, inTime };
}

const scenarios = [
  {
    name: 'descriptors',
    starve(pid) {
      const inUse = descriptorsOf(pid);
      limit(pid, 'nofile', Math.max(inUse.length + room, ...inUse.map((fd) => fd + 2)));
      return () => {};
    },
    counted: ({ dropped }, refused) => dropped.noDescriptor >= refused,
  },
  {
    name: 'no descriptor at all',
    full: false,
    starve(pid) {
      const highest = Math.max(...descriptorsOf(pid));
      limit(pid, 'nofile', 3);
      return () => limit(pid, 'nofile', highest + 1 + 10 * PEERS);
    },
    counted: ({ errors }, refused) => refused === 0 && errors.Uncategorized > 0,
  },
];
if (threads === 'per-connection' && process.getuid?.() === 0) {
  scenarios.push({
    name: 'threads',
    uid: NOBODY,
    starve(pid) {
      limit(pid, 'nproc', threadsOf(pid) + room, NOBODY);
      return () => {};
    },
    counted: ({ dropped }, refused) => dropped.noThread >= refused,
  });
}

const results = [];
for (const each of scenarios) results.push(await scenario(each));
console.log(`limits: ${MOST_CPU} of a core, served again within ${MOST_WAIT_MS} ms`);
finish(
  { campaign: 'starvation', threads, results },
  results.every(({ well }) => well),
  results.every(({ inTime }) => inTime),
);
