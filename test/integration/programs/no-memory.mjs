// no-memory.mjs CASE: what somebody sizes is asked for where there is no memory for it (RLIMIT_AS). Says what came of it, and that the
// process goes on.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { handlers, KvStore, serve } from 'stdnet';

const MIB = 1024 * 1024;
const SIZE = 256 * MIB;
/** Enough for all that has any ordinary size. */
const ROOM = 160 * MIB;

const large = Buffer.alloc(SIZE, 'x');
const store = new KvStore();
const maxValue = 2 * SIZE;

/** From now on there is room for so much. */
function limit() {
  const [, kib] = /VmSize:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
  execFileSync('prlimit', ['--pid', String(process.pid), `--as=${1024 * kib + ROOM}`]);
}

const request = (...words) =>
  Buffer.from(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);

/** What a client of the store hears of `pieces`, and why its connection ended. */
async function ask(...pieces) {
  const server = serve('127.0.0.1:0', handlers.kv(store, { maxValue }));
  const ended = once(server, 'disconnect');
  limit();
  const client = net.connect(server.localAddr().port, '127.0.0.1').on('error', () => {});
  client.resume();
  for (const piece of pieces) client.write(piece);
  const [{ error }] = await ended;
  client.destroy();
  await served(server);
  return error?.kind ?? 'no error';
}

/** Others are served as before. */
async function served(server) {
  const other = net.connect(server.localAddr().port, '127.0.0.1');
  other.end(request('PING'));
  const [answer] = await once(other, 'data');
  if (String(answer) !== '+PONG\r\n') throw new Error(`not served: ${answer}`);
  server.close();
}

async function write() {
  let told;
  const server = serve('127.0.0.1:0', (connection) => {
    connection.on('error', (error) => told(error.kind));
    limit();
    connection.write(large);
  });
  const end = new Promise((resolve) => {
    told = resolve;
  });
  net.connect(server.localAddr().port, '127.0.0.1').on('error', () => {});
  return end;
}

function withValue(use) {
  store.set('key', large);
  return use();
}

const limited = (use) => () => {
  limit();
  return use();
};

const cases = {
  set: limited(() => store.set('key', large)),
  key: limited(() => store.get(large)),
  get: () => withValue(limited(() => store.getBuffer('key').length)),
  text: () => withValue(limited(() => store.get('key').length)),
  write,
  request: () =>
    ask(`*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$${SIZE}\r\n`, ...Array(SIZE / MIB).fill(large.subarray(0, MIB))),
  answer: () => withValue(() => ask(request('GET', 'key'))),
  append: () => withValue(() => ask(request('APPEND', 'key', 'y'), request('GET', 'none'), request('QUIT'))),
};

try {
  console.log(String(await cases[process.argv[2]]()));
} catch (error) {
  console.log(`${error.name} ${error.kind ?? error.message}`);
}
process.exit();
