/** What lifetimes.mjs does again and again, each with sockets of its own, in any thread. Each ends by itself. */
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { BufReader, BufWriter, handlers, inWorkers, serve, TcpListener, UdpSocket } from 'stdnet';
import { TcpStream as AsyncStream } from 'stdnet/async';
import { callNames, connectedPair } from '../../test/support/blocked-calls.mjs';
import { Channel } from '../../test/support/channel.mjs';
import { uses } from './failing-uses.mjs';
import { allowed } from './lifetimes-lane.mjs';

const parked = new URL('../../test/support/parked-handler.mjs', import.meta.url);
const blocking = new URL('../../test/support/worker-handler.mjs', import.meta.url);

/** Lets go of handles: one of the ways in which they end. */
function letGo(random, handles) {
  const way = random.pick(['close', 'dispose', 'drop']);
  for (const handle of handles) {
    if (way === 'close') handle.close();
    if (way === 'dispose') handle[Symbol.dispose]();
  }
  handles.length = 0;
}

/** Collects until `over()`, at most 10 s. */
async function collectUntil(over) {
  for (const end = performance.now() + 10_000; !over() && performance.now() < end; ) {
    globalThis.gc();
    await turn();
  }
}

/** A Worker is ended while it is blocked, or about to be, or still starts. */
async function endBlocked(random) {
  const counters = new Int32Array(new SharedArrayBuffer(8));
  const note = new SharedArrayBuffer(1024);
  const worker = new Worker(new URL('../../test/support/blocked-worker.mjs', import.meta.url), {
    workerData: { call: random.pick(callNames), counters, note },
  });
  worker.on('error', () => {}); // it was ended before
  await sleep(random.below(150));
  await worker.terminate();
}

/** What is shared, and its peer. */
const subjects = {
  stream() {
    const [near, far] = connectedPair();
    return [near, far];
  },
  listener: () => [TcpListener.bind('127.0.0.1:0')],
  datagrams: () => [UdpSocket.bind('127.0.0.1:0')],
};

/** A descriptor is closed under the call of a Worker that has adopted it; or the Worker is ended, or both. */
async function closeUnderCall(random) {
  const type = random.pick(Object.keys(subjects));
  const handles = subjects[type]();
  const peers = handles.splice(1);
  const reports = new Channel();
  const fd = handles[0].asRawFd();
  const worker = new Worker(new URL('lifetimes-caller.mjs', import.meta.url), {
    workerData: { type, fd, at: random.below(100), reports: reports.memory },
  });
  try {
    await reports.receive();
    await sleep(random.below(10));
    const ending = random.once(3) ? worker.terminate() : undefined;
    letGo(random, handles);
    const strangers = [connectedPair(), connectedPair()].flat();
    if (ending === undefined) await heard(reports);
    await ending;
    letGo(random, strangers);
  } finally {
    await worker.terminate();
    letGo(random, peers);
  }
}

async function heard(reports) {
  await collectUntil(() => reports.filled);
  const { code, got } = await reports.receive(10_000);
  if (code !== 'ERR_SOCKET_CLOSED' && got !== 0) throw new Error(`a call gave ${code ?? got}`);
}

/** Handles of every kind are dropped, with what stands on them, and their numbers used again. */
async function drop(random) {
  for (let times = 1 + random.below(5); times > 0; times--) {
    const [near, far] = connectedPair();
    const handles = [near, far, near.tryClone(), TcpListener.bind('127.0.0.1:0'), UdpSocket.bind('[::1]:0')];
    handles.push(new BufReader(far.tryClone()), new BufWriter(near.tryClone()));
    far.writeAll('something');
    if (random.once(2)) handles.push(far.constructor.fromRawFd(far.tryClone().intoRawFd()));
    letGo(random, handles);
  }
  globalThis.gc();
  await turn();
}

/** A promise waits for a connection that is closed meanwhile, or forgotten. */
async function forget(random) {
  const listener = TcpListener.bind('127.0.0.1:0');
  const stream = await AsyncStream.connect(listener.localAddr());
  const [far] = listener.accept();
  const calls = [stream.read(Buffer.alloc(8)), stream.writeAll(Buffer.alloc(random.below(3_000_000)))];
  const ends = Promise.allSettled(calls);
  await sleep(random.below(3));
  letGo(random, [far, listener]);
  if (random.once(2)) stream.close();
  if (random.once(2)) globalThis.gc();
  stream.close();
  listener.close();
  far.close();
  for (const { reason } of await ends) if (reason && !allowed(reason)) throw reason;
}

const listening = (connection) => {
  connection.on('error', () => {});
  connection.on('data', (chunk) => connection.write(chunk));
  connection.on('end', () => connection.end());
};
const looping = async (connection) => {
  for await (const chunk of connection) connection.write(chunk);
};
const streaming = (connection) => {
  const duplex = connection.toDuplex();
  duplex.on('error', () => {}).pipe(duplex);
};
const answers = [
  () => handlers.echo(),
  () => handlers.lines(),
  () => handlers.kv(),
  () => listening,
  () => looping,
  () => streaming,
];
const inThreads = [() => inWorkers(parked, { threads: 2 }), () => inWorkers(blocking, { threads: 2 })];

/** Connects, sends, and leaves as it likes; resolves when it is closed, however. */
async function visit(random, port) {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  socket.setTimeout(20_000, () => socket.destroy(new Error('nobody ended it')));
  socket.write('echo\n');
  socket.write(Buffer.alloc(random.below(100_000), 'line\n'));
  if (random.once(3)) setTimeout(() => socket.resetAndDestroy(), random.below(20));
  else if (random.once(2)) socket.end();
  await new Promise((resolve) => socket.on('close', resolve));
}

/** A server is ended while peers connect, and while they talk. */
async function stopServer(random) {
  const workers = random.once(4);
  const threads = random.once(2) ? 'per-connection' : { pool: 1 + random.below(2) };
  const server = serve(
    '127.0.0.1:0',
    random.pick(workers ? inThreads : answers)(),
    workers ? {} : { threads },
  );
  server.on('error', () => {}); // what a handler throws when its connection is gone
  const closed = once(server, 'close');
  const { port } = server.localAddr();
  const visits = Array.from({ length: 12 }, () => visit(random, port));
  await sleep(random.below(workers ? 200 : 20));
  const drained = random.once(2) ? server.shutdown({ drain: random.below(30) }) : undefined;
  if (random.once(2)) await turn();
  server.close();
  await Promise.all([closed, drained, ...visits]);
  const { accepted, active, ended } = server.stats();
  if (active !== 0 || accepted !== ended) throw new Error(`${accepted} accepted, ${ended} ended`);
}

/** What a use has opened is ended before it is through. */
async function abandon(random) {
  const kept = [];
  const servers = [];
  const scope = {
    keep(socket) {
      kept.push(socket);
      return socket;
    },
    server(server) {
      servers.push(server.on('error', () => {}));
      return server;
    },
    again() {},
    saw() {},
  };
  const over = (async () => random.pick(Object.values(uses))(scope))();
  const ended = over.catch((error) => error);
  await sleep(random.below(40));
  for (const server of servers) random.once(2) ? server.close() : await server.shutdown({ drain: 0 });
  letGo(
    random,
    kept.filter((handle) => Symbol.dispose in handle),
  );
  for (const handle of kept) await handle.close?.();
  const error = await ended;
  for (const server of servers) server.close();
  if (error instanceof Error) throw error;
}

export const deeds = { endBlocked, closeUnderCall, drop, forget, stopServer, abandon };
