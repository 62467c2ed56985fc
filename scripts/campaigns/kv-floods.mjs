// node scripts/campaigns/kv-floods.mjs [BYTES = 1073741824]
//
// Lines without end and values over their limit, to both protocols of handlers.kv(). Case R11 of the design: each is ended
// with the limit's error, and memory grows by less than the limit and 8 MB.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { finish } from './report.mjs';

const size = Number(process.argv[2] ?? 2 ** 30);
const SPARE = 8 * 1024 * 1024;
const DEADLINE_MS = 60_000;
const CHUNK = Buffer.alloc(1024 * 1024, 'x');
const KiB = 1024;

/** What begins the flood, and what it is ended with. */
const cases = [
  { name: 'line', start: 'SET k ', end: 'ERR line too long\n' },
  { name: 'line, large limit', start: 'SET k ', end: 'ERR line too long\n', maxLine: 4096 * KiB },
  {
    name: 'value of a line',
    start: `SET k ${'v'.repeat(2000 * KiB)}\n`,
    end: 'ERR line too long\n',
    maxLine: 4096 * KiB,
  },
  { name: 'inline request', start: '*0\r\nSET k ', end: '-ERR Protocol error: too big inline request\r\n' },
  { name: 'array header', start: '*', end: '-ERR Protocol error: too big mbulk count string\r\n' },
  { name: 'bulk header', start: '*1\r\n$1', end: '-ERR Protocol error: too big bulk count string\r\n' },
  {
    name: 'value',
    start: `*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${size}\r\n`,
    end: '-ERR Protocol error: invalid bulk length\r\n',
  },
];

async function flood(port, start) {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('latin1');
  let reply = '';
  let over = false;
  socket.on('data', (text) => {
    reply += text;
  });
  socket.on('error', () => {}); // the server has had enough
  socket.on('close', () => {
    over = true;
  });
  socket.on('end', () => {
    over = true;
  });
  const closed = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  socket.write(start);
  for (let sent = 0; sent < size && !over; sent += CHUNK.length) {
    if (!socket.write(CHUNK)) await Promise.race([once(socket, 'drain').catch(() => {}), closed]);
  }
  socket.end();
  await closed;
  return reply;
}

const MAX_VALUE = 1024 * KiB;
const program = fileURLToPath(new URL('kv-flooded.mjs', import.meta.url));

/** A server for each limit. */
const servers = new Map();
async function serverFor(maxLine) {
  if (!servers.has(maxLine)) {
    const child = fork(program, [maxLine, MAX_VALUE]);
    const [{ port }] = await once(child, 'message', { signal: AbortSignal.timeout(DEADLINE_MS) });
    servers.set(maxLine, { child, port });
  }
  return servers.get(maxLine);
}

async function run({ name, start, end, maxLine = 64 * KiB }) {
  const { child, port } = await serverFor(maxLine);
  const ended = once(child, 'message', { signal: AbortSignal.timeout(DEADLINE_MS) });
  const reply = await flood(port, start);
  const [{ code, bytesIn, growth }] = await ended;
  // A peer that goes on sending may be reset before it reads: the reply is whole, or lost.
  const told = reply === end || reply === '';
  const bounded = growth < Math.max(maxLine, MAX_VALUE) + SPARE;
  return { name, held: told && code === 'ERR_LIMIT_EXCEEDED' && bounded, code, bytesIn, growth, reply };
}

const results = [];
for (const each of cases) {
  results.push(await run(each));
  console.log(JSON.stringify(results.at(-1)));
}
for (const { child } of servers.values()) child.disconnect();
const wrong = results.filter(({ held }) => !held);
finish(
  {
    campaign: 'kv-floods',
    size,
    cases: results.length,
    growth: Math.max(...results.map((r) => r.growth)),
    wrong,
  },
  wrong.length === 0,
);
