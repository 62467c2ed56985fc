// node scripts/campaigns/kv-differential.mjs [REQUESTS = 200000] [SEED]
//
// Random requests to handlers.kv() and to redis-server, pipelined and cut at random places: the replies must be the same, byte
// for byte. Not compared so: the order of KEYS and SCAN; times to live, by as much as the requests took; what an
// installation tells of itself. A failure prints its seed.

import { handlers, serve } from 'stdnet';
import { Random } from '../../test/support/random.mjs';
import { startRedis } from '../../test/support/redis.mjs';
import { malformed } from './kv-malformed.mjs';
import { Requests } from './kv-requests.mjs';
import { finish } from './report.mjs';
import { decode, encode, RespClient } from './resp.mjs';

const wanted = Number(process.argv[2] ?? 200_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const random = new Random(seed);
const MOST_PIPELINED = 40;
const DEADLINE_MS = 20_000;

const redis = await startRedis(['--proto-max-bulk-len', '1mb']);
/** One store, with a thread for each connection and with a pool. */
const handler = handlers.kv();
const servers = ['per-connection', { pool: 2 }].map((threads) => serve('127.0.0.1:0', handler, { threads }));
const ours = () => ({ host: '127.0.0.1', port: random.pick(servers).localAddr().port });
const places = () => [ours(), { path: redis.path }];
const wrong = [];
/** The longest that a batch took: by so much the times of two servers may differ. */
let slowest = 0;

const show = (bytes) =>
  bytes === undefined ? 'nothing' : JSON.stringify(bytes.toString('latin1').slice(0, 300));
function differ(what, ours, theirs, before = []) {
  wrong.push({ what, ours: show(ours), theirs: show(theirs) });
  const lines = before.map((request) => `    ${show(encode(request))}`);
  console.log(`${what}\n  ours:  ${show(ours)}\n  redis: ${show(theirs)}\n  before:\n${lines.join('\n')}`);
}

function within(deadline, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: nothing for ${deadline} ms; seed ${seed}`)),
      deadline,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function cut(bytes) {
  const chunks = [];
  for (let at = 0; at < bytes.length; ) {
    const size = random.pick([1, 7, 100, 5_000, 1_000_000]);
    chunks.push(bytes.subarray(at, at + 1 + random.below(size)));
    at += chunks.at(-1).length;
  }
  return chunks;
}

const sorted = (reply) =>
  decode(reply)
    .map((key) => key.toString('latin1'))
    .sort()
    .join('\n');

function same(name, ours, theirs) {
  if (ours === undefined || theirs === undefined) return ours === theirs;
  if (ours.equals(theirs)) return true;
  if (name === 'KEYS') return ours[0] === 42 && theirs[0] === 42 && sorted(ours) === sorted(theirs);
  if (name !== 'TTL' && name !== 'PTTL') return false;
  const [a, b] = [decode(ours), decode(theirs)];
  const by = name === 'TTL' ? 1 + slowest / 1000 : 2 + 2 * slowest;
  return a >= 0 && b >= 0 && Math.abs(a - b) <= by;
}

async function batch(clients, requests) {
  const list = Array.from({ length: 1 + random.below(MOST_PIPELINED) }, () => requests.next()).flat();
  const chunks = cut(Buffer.concat(list.map(encode)));
  const start = performance.now();
  await Promise.all(clients.map((client) => client.send(chunks)));
  const all = Promise.all(clients.map((client) => client.replies(list.length)));
  const [ours, theirs] = await within(DEADLINE_MS, all, 'replies');
  slowest = Math.max(slowest, performance.now() - start);
  const at = list.findIndex((request, i) => !same(request[0].toUpperCase(), ours[i], theirs[i]));
  if (at >= 0) differ(show(encode(list[at])), ours[at], theirs[at], list.slice(Math.max(0, at - 15), at));
  return list.length;
}

/** Everything that a whole SCAN finds. */
async function scanned(client, words) {
  const keys = new Set();
  let cursor = '0';
  do {
    const [next, found] = decode(await client.ask('SCAN', cursor, ...words));
    for (const key of found) keys.add(key.toString('latin1'));
    cursor = next.toString();
  } while (cursor !== '0');
  return Buffer.from([...keys].sort().join('\n'));
}

async function scan(clients) {
  const words = [];
  if (random.once(2)) words.push('COUNT', String(random.pick([1, 3, 10, 1000])));
  if (random.once(2)) words.push('MATCH', random.pick(['*', 'k*', 'key:?', '[a-b]']));
  if (random.once(4)) words.push('TYPE', random.pick(['string', 'STRING', 'list', 'nope']));
  const [ours, theirs] = await within(
    DEADLINE_MS,
    Promise.all(clients.map((client) => scanned(client, words))),
    'SCAN',
  );
  if (!ours.equals(theirs)) differ(`SCAN ${words.join(' ')}`, ours, theirs);
}

/** Whether we do not know a command that Redis does: broken bytes have made GETSET of GET and `set`. */
async function knowsMore(place, ours) {
  const names = [...ours.toString('latin1').matchAll(/unknown command '(\w+)'/g)].map(([, name]) => name);
  if (names.length === 0) return false;
  const client = new RespClient(place);
  const infos = decode(await client.ask('COMMAND', 'INFO', ...names));
  client.close();
  return infos.some((info) => info !== null);
}

/** Both stores empty again. */
async function flush() {
  for (const client of places().map((place) => new RespClient(place))) {
    await client.ask('FLUSHALL');
    client.close();
  }
}

/** Bytes that may be no requests at all, then the end: everything that comes back. */
async function broken() {
  const bytes = malformed(random);
  const answer = async (place, chunks) => {
    const client = new RespClient(place);
    await client.send(chunks);
    return { replies: await client.rest(), failed: client.failed };
  };
  // In one piece to Redis, which closes at the first error: another write would fail, and take the replies along. What it has
  // not read then can do so too. And what it has not sent when it sees that we have no more to say is never sent: it sends
  // 64 KiB or a little more, and then looks.
  const [here, there] = places();
  const both = Promise.all([answer(here, cut(bytes)), answer(there, [bytes])]);
  const [{ replies: ours }, { replies: theirs, failed }] = await within(DEADLINE_MS, both, 'malformed bytes');
  const mayBeCutOff = failed || theirs.length >= 65_536;
  if (ours.equals(theirs) || (mayBeCutOff && ours.subarray(0, theirs.length).equals(theirs))) return;
  if (await knowsMore(there, ours)) return flush();
  differ(show(bytes), ours, theirs);
}

let asked = 0;
let brokenOnes = 0;
while (asked < wanted && wrong.length === 0) {
  const clients = places().map((place) => new RespClient(place));
  const requests = new Requests(random);
  for (let i = 1 + random.below(50); i > 0 && asked < wanted && wrong.length === 0; i--) {
    asked += await batch(clients, requests);
    if (random.once(10)) await scan(clients);
  }
  for (const client of clients) client.close();
  for (let i = random.below(20); i > 0 && wrong.length === 0; i--, brokenOnes++) await broken();
}
for (const server of servers) server.close();
await redis.stop();
if (wrong.length > 0) console.log(`again with seed ${seed}`);
finish({ campaign: 'kv-differential', seed, asked, broken: brokenOnes, wrong }, wrong.length === 0);
