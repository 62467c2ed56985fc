// node scripts/campaigns/random-connections.mjs [SECONDS = 1800] [SEED] [--pool THREADS] [--lenient]
//
// A server whose handler is a function, and a peer over node:net: on each of 32 connections at a time both write any number of
// bytes in any pieces, pause, resume, end and destroy as they like; the server reads by events, in a loop or as a stream. No
// byte is lost, doubled or reordered, up to where a side has ended or destroyed; where neither has destroyed, both hear the
// other's end, and no error; what was accepted has ended; and in the end the server holds as much as after the first quarter.

import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { server as serverOf } from '../../bench/support.mjs';
import { Random } from '../../test/support/random.mjs';
import { Actor, fromClient, fromServer } from './random-actor.mjs';
import { Pairs } from './random-pairs.mjs';
import { finish } from './report.mjs';
import { settings } from './servers.mjs';

const {
  numbers: [seconds, seed],
  threads,
} = settings(1_800, Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const AT_ONCE = 32;
const LATE_MS = 30_000;
/** Then threads that have nothing to do have left. */
const REST_MS = 1_000;
const MOST_MORE = 8e6;

const here = fileURLToPath(new URL('random-served.mjs', import.meta.url));
const served = await serverOf(process.execPath, ['--expose-gc', here, JSON.stringify({ seed, threads })]);

const faults = [];
const pairs = new Pairs((fault) => faults.push(fault));
let opened = 0;

/** A connection from its beginning to its end. */
async function connection(random) {
  const socket = net.connect({ host: '127.0.0.1', port: served.port, allowHalfOpen: true });
  await once(socket, 'connect');
  opened++;
  const port = socket.localPort;
  const actor = new Actor(socket, random, { sends: fromClient(port), expects: fromServer(port) });
  actor.listen();
  const over = actor.write();
  const client = pairs.client(port, actor.record);
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => {
      faults.push({ port, what: 'stuck', closed: socket.closed, ...actor.record });
      socket.destroy();
      resolve();
    }, LATE_MS);
  });
  await Promise.race([over, late]);
  client.done = true;
  clearTimeout(timer);
}

async function ask() {
  const { begun, ended, ...answer } = await served.ask();
  pairs.server({ begun, ended });
  return answer;
}

/** Connections one after the other, until the time is up. */
async function visit(random, until) {
  while (performance.now() < until && faults.length === 0) await connection(random);
}

async function visits(forSeconds, first) {
  const until = performance.now() + 1_000 * forSeconds;
  const visitors = Array.from({ length: AT_ONCE }, (_, i) => visit(new Random(seed + first + i), until));
  const all = Promise.all(visitors);
  const looks = setInterval(ask, 1_000);
  await all;
  clearInterval(looks);
}

/** What the server holds when every connection has ended and its threads have rested: as much as before, if it ever does. */
async function rested(before) {
  const late = performance.now() + 5_000;
  for (;;) {
    const { holds, ...counts } = await ask();
    const more =
      pairs.compared < opened ||
      counts.active > 0 ||
      holds.descriptors > (before?.descriptors ?? Number.POSITIVE_INFINITY) ||
      holds.threads > (before?.threads ?? Number.POSITIVE_INFINITY) ||
      holds.rss > (before?.rss ?? Number.POSITIVE_INFINITY) + MOST_MORE;
    if (!more || performance.now() > late) return { ...counts, holds };
    await sleep(100);
  }
}

await visits(seconds / 4, 0);
await sleep(REST_MS);
const { holds: before } = await rested();
await visits((3 * seconds) / 4, AT_ONCE);
const { accepted, active, over, holds: after } = await rested(before);
await served.end();

const counted =
  accepted === opened && over + active === accepted && active === 0 && pairs.compared === opened;
const clean = after.descriptors <= before.descriptors && after.threads <= before.threads;
const flat = after.rss <= Math.max(1.1 * before.rss, before.rss + MOST_MORE);
for (const pair of pairs.open) faults.push({ what: 'not ended', ...pair });
for (const fault of faults.slice(0, 10)) console.log(fault);
console.log(`${opened} connections, ${pairs.bytes} bytes, ${faults.length} faults`);
console.log('before', before, 'after', after, { accepted, active, over });
finish(
  {
    ...{ campaign: 'random-connections', threads, seed, opened, bytes: pairs.bytes, faults: faults.length },
    ...{ counted, clean, flat, before, after },
  },
  faults.length === 0 && counted && clean,
  flat,
);
// After a million sockets Node 20 may wait for ever, and busily, for one of node:net's requests (Environment::CleanupHandles).
process.exit();
