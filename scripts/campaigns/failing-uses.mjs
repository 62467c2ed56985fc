/**
 * What failures.mjs lets fail: each a use of this package that ends by itself. `scope.keep()` is given all that is to be closed,
 * `scope.server()` all that is to serve again when nothing fails any more, `scope.again()` what else is to work then,
 * and `scope.saw()` each error that it has got. One that returns false did not get all that it should have.
 */
import dgram from 'node:dgram';
import net from 'node:net';
import {
  handlers,
  inWorkers,
  serve,
  serveUdp,
  TcpListener,
  TcpStream,
  toSocketAddrs,
  UdpSocket,
} from 'stdnet';
import { TcpStream as AsyncStream } from 'stdnet/async';
import { asyncUses } from './failing-async.mjs';
import { kvUses } from './failing-kv.mjs';
import { loadUses } from './failing-loads.mjs';

const WAIT_MS = 300;
/** Workers take so long to start where others do too. */
const START_MS = 1_500;
const LINES = ['first\n', 'second\n', 'third\n'];
const parked = new URL('../../test/support/parked-handler.mjs', import.meta.url);
const blocking = new URL('../../test/support/worker-handler.mjs', import.meta.url);

/** Says `first`, then each line when the one before it has come back; what came back for these. */
function dialogue({ port }, { first = '', wait = WAIT_MS } = {}) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let got = '';
    let asked = 0;
    const ask = () => (asked < LINES.length ? socket.write(LINES[asked++]) : socket.end());
    socket.setTimeout(wait, () => socket.destroy());
    socket.once('connect', () => {
      socket.write(first);
      ask();
    });
    socket.setEncoding('utf8').on('data', (text) => {
      got += text;
      if (got.length === LINES.slice(0, asked).join('').length) ask();
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve(got));
  });
}

const expected = LINES.join('');

/** Two connections; what came back must be the beginning of what was said, unless it is `upper`. */
async function talk(server, options = {}) {
  const whole = options.upper ? expected.toUpperCase() : expected;
  const answers = await Promise.all([
    dialogue(server.localAddr(), options),
    dialogue(server.localAddr(), options),
  ]);
  for (const got of answers)
    if (!whole.startsWith(got)) throw new Error(`wrong bytes: ${JSON.stringify(got)}`);
  return answers.every((got) => got === whole);
}

/** A use of serve(): it must serve at the latest once nothing fails any more. */
const serving = (handler, settings, options) => async (scope) => {
  const server = scope.server(serve('127.0.0.1:0', handler(), settings), () =>
    talk(server, { ...options, wait: 3_000 }),
  );
  return talk(server, options);
};

const pool = { threads: { pool: 2 } };
const limits = { idleTimeout: 5_000, lineTimeout: 4_000, writeTimeout: 3_000, spin: 20 };
const listening = (connection) => {
  connection.on('error', () => {});
  connection.on('data', (chunk) => connection.write(chunk));
  connection.on('end', () => connection.end());
};

const BULK = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7 + (i >> 8)) % 251));

/** Sends many bytes at once; what came back. */
function bulk({ port }) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const chunks = [];
    socket.setTimeout(5_000, () => socket.destroy());
    socket.end(BULK);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.once('close', () => resolve(Buffer.concat(chunks)));
  });
}

/** More than fits into one call: what comes back must be the beginning of what was sent. */
const servingBulk = (handler, settings) => async (scope) => {
  const server = scope.server(serve('127.0.0.1:0', handler(), settings), () => talk(server, { wait: 3_000 }));
  const got = await bulk(server.localAddr());
  if (!got.equals(BULK.subarray(0, got.length))) throw new Error('wrong bytes');
  return got.length === BULK.length;
};

/** Ends while connections talk. */
const draining = (handler, settings) => async (scope) => {
  const server = scope.server(serve('127.0.0.1:0', handler(), settings));
  const answers = talk(server);
  await Promise.all([answers, server.shutdown({ drain: WAIT_MS / 2 })]);
};

function ask(server, wait) {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4');
    const done = (answer) => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(done, wait, null);
    socket.once('message', (message) => done(message.toString()));
    for (let i = 0; i < 3; i++) socket.send('datagram', server.localAddr().port, '127.0.0.1');
  });
}

const servingUdp = (handler, settings) => async (scope) => {
  const server = scope.server(
    serveUdp('127.0.0.1:0', handler, settings),
    async () => (await ask(server, 3_000)) === 'datagram',
  );
  await ask(server, WAIT_MS);
};

function streams(scope) {
  const listener = scope.keep(TcpListener.bind('127.0.0.1:0', { reusePort: true }));
  const near = scope.keep(TcpStream.connect(listener.localAddr()));
  const [far] = listener.accept();
  return [near, scope.keep(far)];
}

export const uses = {
  blocking(scope) {
    const [near, far] = streams(scope);
    const buf = Buffer.alloc(5);
    near.setNodelay(true);
    near.writeAll('hello');
    far.peek(buf);
    far.readExact(buf);
    far.writeVectored([buf, buf]);
    near.readVectored([buf, Buffer.alloc(5)]);
    scope.keep(near.tryClone()).shutdown('Write');
    if (far.peerAddr().port !== near.localAddr().port) throw new Error('another peer');
    if (far.read(buf) !== 0) throw new Error('no end');
    near.setLinger(1_000);
    near.close();
  },
  timeouts(scope) {
    const listener = scope.keep(TcpListener.bind('127.0.0.1:0'));
    const near = scope.keep(TcpStream.connectTimeout(listener.localAddr(), 1_000));
    scope.keep(listener.accept()[0]).setWriteTimeout(50);
    near.setReadTimeout(30);
    near.read(Buffer.alloc(1));
  },
  udp(scope) {
    const [a, b] = [scope.keep(UdpSocket.bind('127.0.0.1:0')), scope.keep(UdpSocket.bind('127.0.0.1:0'))];
    const buf = Buffer.alloc(16);
    for (const socket of [a, b]) socket.setReadTimeout(WAIT_MS);
    a.sendTo('datagram', b.localAddr());
    b.recvFrom(buf);
    b.connect(a.localAddr());
    b.send('datagram');
    a.recv(buf);
    const sent = b.sendMany([
      ['one', a.localAddr()],
      ['two', a.localAddr()],
    ]);
    for (let got = 0; got < sent; ) got += a.recvMany([buf, Buffer.alloc(16)]).length;
  },
  lookup() {
    toSocketAddrs('localhost:80');
  },
  async mirror(scope) {
    const server = scope.server(serve('127.0.0.1:0', handlers.echo()), () => talk(server, { wait: 3_000 }));
    const stream = scope.keep(await AsyncStream.connect(server.localAddr()));
    stream.setReadTimeout(WAIT_MS);
    await stream.writeAll('hello');
    await stream.readExact(Buffer.alloc(5));
  },
  echo: serving(handlers.echo, limits),
  'echo, pool': serving(handlers.echo, { ...pool, ...limits }),
  lines: serving(handlers.lines, {}, { upper: true }),
  'lines, pool': serving(handlers.lines, pool, { upper: true }),
  function: serving(() => listening, {}),
  'function, pool': serving(() => listening, pool),
  'bulk, echo': servingBulk(handlers.echo, {}),
  'bulk, echo, pool': servingBulk(handlers.echo, pool),
  'bulk, function': servingBulk(() => listening, {}),
  'bulk, function, pool': servingBulk(() => listening, pool),
  workers: serving(() => inWorkers(blocking, { threads: 2 }), {}, { first: 'echo\n', wait: START_MS }),
  'workers, onData': serving(
    () => inWorkers(parked, { threads: 2 }),
    {},
    { first: 'echo\n', wait: START_MS },
  ),
  drain: draining(handlers.echo, {}),
  'drain, pool': draining(handlers.echo, pool),
  'drain, function': draining(() => listening, {}),
  'udp server': servingUdp(handlers.udpEcho(), { threads: 2, recvBufferSize: 65_536 }),
  async 'udp function'(scope) {
    const answer = (datagram, from, server) => {
      try {
        server.sendTo(datagram, from);
      } catch (error) {
        scope.saw(error);
      }
    };
    await servingUdp(answer)(scope);
  },
  ...asyncUses,
  ...kvUses,
  ...loadUses,
};
