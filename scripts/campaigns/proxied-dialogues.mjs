/** What clients say in fault-proxy.mjs, and what a server must answer to any beginning of it: a model for each protocol. */
import { encode } from './resp.mjs';

const LONGEST = [10, 1_000, 20_000, 200_000];
const MOST_PAUSES = 10;
const ALPHABET = 'the quick brown fox jumps over the lazy dog, again and again; ';

const letters = (random, most) => {
  const start = random.below(ALPHABET.length);
  return ALPHABET.repeat(1 + most / ALPHABET.length).slice(start, start + random.below(most));
};

/** Lines that have ended, and the last one, where the stream has. */
function linesOf(text, ended) {
  const lines = text.split('\n');
  const last = lines.pop();
  return ended && last !== '' ? [...lines, last] : lines;
}

/** Requests to a key-value store, as lists of words, with keys that nobody else uses. */
function storeRequest(random, name) {
  const key = () => `${name}.${random.below(40)}`;
  const long = random.once(20) ? 5_000 : 100;
  return random.pick([
    () => ['SET', key(), `<${letters(random, long)}>`],
    () => ['GET', key()],
    () => ['PING'],
  ])();
}

/** A line of the protocol: its reply, and what it stores. */
function lineReply(line, stored) {
  const [command, rest] = splitOnce(line);
  if (command === 'GET') return `${stored.get(splitOnce(rest ?? '')[0]) ?? '(nil)'}\n`;
  if (command !== 'SET') return 'ERR unknown command\n';
  const [key, value] = splitOnce(rest ?? '');
  if (value === null) return 'ERR usage: SET <key> <value>\n';
  stored.set(key, value);
  return 'OK\n';
}

function splitOnce(text) {
  const at = text.indexOf(' ');
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function respReply([command, key, value], stored) {
  if (command === 'PING') return '+PONG\r\n';
  if (command === 'SET') {
    stored.set(key, value);
    return '+OK\r\n';
  }
  const found = stored.get(key);
  return found === undefined ? '$-1\r\n' : `$${found.length}\r\n${found}\r\n`;
}

/** Each makes a request, and replies to the first `count` bytes of `said`, whose requests are `requests`. */
const PROTOCOLS = {
  echo: {
    request: (random) => `${letters(random, random.pick([10, 1_000]))}\n`,
    answer: (said, count) => said.subarray(0, count).toString('latin1'),
  },
  lines: {
    request: (random) => `${letters(random, random.pick([10, 1_000]))}\n`,
    answer: (said, count, ended) =>
      linesOf(said.toString('latin1', 0, count), ended)
        .map((line) => `${line.toUpperCase()}\n`)
        .join(''),
  },
  kv: {
    request: storeRequest,
    encode: (words) => Buffer.from(`${words.join(' ')}\n`),
    answer: (said, count, ended, stored) =>
      linesOf(said.toString('latin1', 0, count), ended)
        .map((line) => lineReply(line, stored))
        .join(''),
  },
  resp: {
    request: storeRequest,
    encode,
    answer(_, count, __, stored, requests) {
      let reply = '';
      let end = 0;
      for (const request of requests) {
        end += encode(request).length;
        if (end > count) break;
        reply += respReply(request, stored);
      }
      return reply;
    },
  },
};

export class Dialogue {
  /** What the client says, and where it may wait for what is answered so far. */
  said;
  pauses;
  #protocol;
  #requests = [];

  constructor(random, protocol, name) {
    this.#protocol = PROTOCOLS[protocol];
    const longest = 1 + random.below(random.pick(LONGEST));
    const parts = [];
    const ends = [];
    for (let size = 0; size < longest; size += parts.at(-1).length) {
      const request = this.#protocol.request(random, name);
      this.#requests.push(request);
      parts.push((this.#protocol.encode ?? Buffer.from)(request));
      ends.push(size + parts.at(-1).length);
    }
    this.said = Buffer.concat(parts);
    const some = Array.from({ length: random.below(MOST_PAUSES) }, () => random.pick(ends));
    this.pauses = [...new Set(some)].sort((a, b) => a - b);
  }

  /** What a server that has received `count` bytes, and perhaps the end, must have answered; and stored, by key. */
  answered(count, ended) {
    const stored = new Map();
    const reply = this.#protocol.answer(this.said, count, ended, stored, this.#requests);
    return { reply: Buffer.from(reply, 'latin1'), stored };
  }

  /**
   * Whether a store may hold what `get` gives of each key, when a server has heard `count` bytes. It has done all that they
   * say where their end came in good order; where the connection broke, perhaps only the first requests.
   */
  mayBeStored(get, count, inOrder) {
    const sets = this.#requests.filter(([command]) => command === 'SET');
    const keys = new Set(sets.map(([, key]) => key));
    const holds = (stored) => [...keys].every((key) => get(key) === (stored.get(key) ?? null));
    if (holds(this.answered(count, inOrder).stored)) return true;
    const stored = new Map();
    for (const request of this.#requests) {
      if (inOrder || count < 0) return false;
      if (holds(stored)) return true;
      if (request[0] === 'SET') stored.set(request[1], request[2]);
      count -= this.#protocol.encode(request).length;
    }
    return false;
  }
}
