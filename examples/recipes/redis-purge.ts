// Deletes the keys of a Redis that match a pattern:  redis-purge.ts HOST:PORT 'session:*'
//
// A tool asks, waits, and asks what follows from the answer. With blocking calls it is written so, from top to bottom, and a call
// of `ask()` needs nobody to await it: it fits into a template helper or a build plugin. No event loop is held up: there is none.
import { BufReader, ErrorKind, IoError } from 'stdnet';
import { connectWithin } from './support/connect.js';

const TIMEOUT_MS = 5_000;
const MAX_LINE = 64 * 1024;
const MAX_VALUE = 16 * 1024 * 1024; // whatever the server says, no more than this is taken from it

type Reply = string | number | null | Reply[];

function readReply(replies: BufReader): Reply {
  const line = replies.readLine(MAX_LINE);
  if (!line?.endsWith('\r\n')) throw new Error('the connection ended in the middle of a reply');
  const [type, text] = [line[0], line.slice(1, -2)];
  if (type === '+') return text;
  if (type === '-') throw new Error(`Redis says: ${text}`);
  const size = Number(text);
  if (type === ':') return size;
  if (size === -1) return null;
  if (type === '*' && size <= MAX_LINE) return Array.from({ length: size }, () => readReply(replies));
  if (type !== '$' || !(size <= MAX_VALUE)) throw new Error(`not a reply of Redis: ${JSON.stringify(line)}`);
  const value = Buffer.alloc(size + 2);
  replies.readExact(value);
  return value.toString('utf8', 0, size);
}

const [addr, pattern] = process.argv.slice(2);
if (addr === undefined || pattern === undefined) throw new Error('usage: redis-purge.ts HOST:PORT PATTERN');
try {
  using stream = connectWithin(addr, () => TIMEOUT_MS);
  stream.setReadTimeout(TIMEOUT_MS);
  stream.setWriteTimeout(TIMEOUT_MS);
  const replies = new BufReader(stream);
  const ask = (...args: string[]): Reply => {
    const sent = args.map((arg) => `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`);
    stream.writeAll(`*${args.length}\r\n${sent.join('')}`);
    return readReply(replies);
  };

  let [cursor, deleted] = ['0', 0];
  do {
    const [next, keys] = ask('SCAN', cursor, 'MATCH', pattern, 'COUNT', '500') as [string, string[]];
    if (keys.length > 0) deleted += ask('DEL', ...keys) as number;
    cursor = next;
  } while (cursor !== '0');
  console.log(`${deleted} keys deleted`);
} catch (error) {
  const late = IoError.isIoError(error) && error.kind === ErrorKind.WouldBlock; // a timeout of the stream's
  console.error(`${addr}: ${late ? `no answer within ${TIMEOUT_MS} ms` : (error as Error).message}`);
  process.exitCode = 1;
}
