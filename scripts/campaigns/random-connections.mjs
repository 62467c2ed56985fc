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
const clients = new Map(); // by port, in the order in which it was used: what the client has done there
const pairs = new Map(); // by the server's number: what both have done
let opened = 0;
let compared = 0;
let bytes = 0;

/** A connection from its beginning to its end. */
async function connection(random) {
  const socket = net.connect({ host: '127.0.0.1', port: served.port, allowHalfOpen: true });
  await once(socket, 'connect');
  opened++;
  const port = socket.localPort;
  const actor = new Actor(socket, random, { sends: fromClient(port), expects: fromServer(port) });
  actor.listen();
  const over = actor.write();
  const client = { record: actor.record, done: false };
  if (!clients.has(port)) clients.set(port, []);
  clients.get(port).push(client);
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

/** What is wrong with one way of a connection. */
function problemOf(sender, receiver) {
  if (receiver.wrong !== null) return receiver.wrong;
  if (receiver.received > sender.sent) return 'more bytes than were sent';
  if (receiver.sawEnd && !sender.destroyed && receiver.received !== sender.sent) return 'bytes are missing';
  if (sender.destroyed || receiver.destroyed) return null;
  if (!receiver.sawEnd) return 'no end';
  return receiver.error === null ? null : `an error: ${receiver.error}`;
}

/** Holds what the server has done against what the client has, once it has ended on both sides. */
function compare(id, { server, client }) {
  if (server === undefined || client === undefined || !client.done) return;
  pairs.delete(id);
  compared++;
  bytes += client.record.received + server.received;
  const ways = [problemOf(client.record, server), problemOf(server, client.record)];
  for (const what of ways) if (what !== null) faults.push({ what, client: client.record, server });
}

async function ask() {
  const { begun, ended, ...answer } = await served.ask();
  for (const { id, way, port } of begun) pairs.set(id, { way, port });
  for (const server of ended) pairs.get(server.id).server = server;
  for (const [id, pair] of pairs) {
    pair.client ??= clients.get(pair.port)?.shift();
    compare(id, pair);
  }
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
      compared < opened ||
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

const counted = accepted === opened && over + active === accepted && active === 0 && compared === opened;
const clean = after.descriptors <= before.descriptors && after.threads <= before.threads;
const flat = after.rss <= Math.max(1.1 * before.rss, before.rss + MOST_MORE);
for (const [id, pair] of pairs) faults.push({ what: 'not ended', id, ...pair });
for (const fault of faults.slice(0, 10)) console.log(fault);
console.log(`${opened} connections, ${bytes} bytes, ${faults.length} faults`);
console.log('before', before, 'after', after, { accepted, active, over });
finish(
  {
    ...{ campaign: 'random-connections', threads, seed, opened, bytes, faults: faults.length },
    ...{ counted, clean, flat, before, after },
  },
  faults.length === 0 && counted && clean,
  flat,
);
// After a million sockets Node 20 may wait for ever, and busily, for one of node:net's requests (Environment::CleanupHandles).
process.exit();
