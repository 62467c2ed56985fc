/** Uses of handlers.kv() for failures.mjs, as failing-uses.mjs has them. */
import net from 'node:net';
import { handlers, KvStore, serve } from 'stdnet';

const WAIT_MS = 300;
const MAX_BYTES = 4_096;
const pool = { threads: { pool: 2 } };

const resp = (...words) =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

/** Requests and their answers, with a limit of memory and keys that end. */
const RESP = [
  [resp('SET', 'key', 'value', 'PX', '60000'), '+OK\r\n'],
  [
    resp('SET', 'large', 'x'.repeat(MAX_BYTES)),
    "-OOM command not allowed when used memory > 'maxmemory'.\r\n",
  ],
  [resp('APPEND', 'key', '!') + resp('GET', 'key'), ':6\r\n$6\r\nvalue!\r\n'],
  [resp('PERSIST', 'key') + resp('PEXPIRE', 'key', '-1') + resp('GET', 'key'), ':1\r\n:1\r\n$-1\r\n'],
];
const LINES = [
  ['SET key value\n', 'OK\n'],
  [`SET large ${'x'.repeat(MAX_BYTES)}\n`, 'ERR out of memory\n'],
  ['GET key\nGET large\n', 'value\n(nil)\n'],
];

/** Asks each when the one before it has been answered; all that has been answered. */
function dialogue({ port }, steps, wait) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let got = '';
    let due = '';
    let asked = 0;
    const ask = () => {
      if (asked === steps.length) return socket.end();
      const [request, answer] = steps[asked++];
      due += answer;
      socket.write(request);
    };
    socket.setTimeout(wait, () => socket.destroy());
    socket.once('connect', ask);
    socket.setEncoding('utf8').on('data', (text) => {
      got += text;
      if (got.length >= due.length) ask();
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve(got));
  });
}

/** What was answered must be the beginning of what is to be. */
async function talk(server, steps, wait) {
  const whole = steps.map(([, answer]) => answer).join('');
  const got = await dialogue(server.localAddr(), steps, wait);
  if (!whole.startsWith(got)) throw new Error(`wrong answers: ${JSON.stringify(got)}`);
  return got === whole;
}

const storing = (steps, settings) => async (scope) => {
  const handler = handlers.kv(new KvStore({ maxBytes: MAX_BYTES }), { maxValue: 2 * MAX_BYTES });
  const server = scope.server(serve('127.0.0.1:0', handler, settings), () => talk(server, steps, 3_000));
  return talk(server, steps, WAIT_MS);
};

export const kvUses = {
  'kv, lines': storing(LINES, {}),
  'kv, lines, pool': storing(LINES, pool),
  'kv, resp': storing(RESP, {}),
  'kv, resp, pool': storing(RESP, pool),
};
