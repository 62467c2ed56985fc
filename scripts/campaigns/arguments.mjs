// node --expose-gc scripts/campaigns/arguments.mjs [CALLS = 100000] [SEED]
//
// Every method of every class, found by enumeration, called with arguments that nobody should pass: wrong types, numbers at
// every edge, memory that is gone or goes while it is looked at, getters that throw, close the socket or detach the buffer;
// on handles that are fresh, closed, moved and half used. Case R16 of the design: a TypeError or RangeError with a code, or
// an IoError; nothing else, no crash, nothing that hangs. A failure prints its seed.

import { EventEmitter } from 'node:events';
import { closeSync } from 'node:fs';
import { inspect } from 'node:util';
import * as stdnet from 'stdnet';
import { connectedPair } from '../../test/support/blocked-calls.mjs';
import { descriptorCount } from '../../test/support/counts.mjs';
import { finish } from './report.mjs';

const { BufReader, BufWriter, handlers, IoError, IpAddr, KvStore, LineWriter, SocketAddr } = stdnet;
const { serve, serveUdp, TcpListener, TcpServer, TcpStream, UdpServer, UdpSocket } = stdnet;
const calls = Number(process.argv[2] ?? 100_000);
let seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const SLOW_MS = 2_000;
const CODES =
  /^ERR_(?:INVALID_ARG_TYPE|OUT_OF_RANGE|INVALID_STATE|INVALID_RETURN_VALUE|ILLEGAL_CONSTRUCTOR)$/;

/** mulberry32: 0 to n - 1. */
function random(n) {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
}
const pick = (list) => list[random(list.length)];

class Hostile extends Error {}
function hostile() {
  throw new Hostile('hostile');
}
const detach = (view) => structuredClone(view.buffer, { transfer: [view.buffer] });

const views = [
  () => Buffer.alloc(random(100)),
  () => new Uint8Array(random(10)),
  () => new Float64Array(random(4)),
  () => new DataView(new ArrayBuffer(16), random(16)),
  () => new Uint8Array(new SharedArrayBuffer(8)),
  () => new Uint8Array(new ArrayBuffer(8, { maxByteLength: 64 })),
  () => {
    const view = new Uint16Array(8);
    detach(view);
    return view;
  },
  () => {
    const buffer = new ArrayBuffer(16, { maxByteLength: 32 });
    const view = pick([new Uint8Array(buffer, 8), new Uint8Array(buffer, 4, 8), new DataView(buffer, 8)]);
    buffer.resize(random(33));
    return view;
  },
];
const numbers = [0, -0, 1, 2, 9, 255, 256, 0.5, -1, 1e-9, 65535, 65536, NaN, Infinity, -Infinity];
for (const bits of [31, 32, 53]) numbers.push(2 ** bits - 1, 2 ** bits, -(2 ** bits), 2 ** bits + 1);
// No host names: nothing is looked up.
const texts = [
  '',
  '\0',
  '\ud800',
  '127.0.0.1',
  '::1',
  '127.0.0.1:1',
  '[::1]:1',
  '127.0.0.1:0',
  'no port',
  'é'.repeat(50),
];
texts.push('Read', 'Write', 'Both', 'ConnectionRefused', '224.0.0.251', 'ff01::1');

/** Properties that act up when they are read, or give something else the second time. */
function actingUp(target, key, object) {
  const view = new Uint8Array(8);
  const tricks = [
    hostile,
    () => object?.close?.(),
    () => object?.intoRawFd && closeSync(object.intoRawFd()),
    () => detach(view),
    () => argument(object, 2),
  ];
  return Object.defineProperty(target, key, {
    enumerable: true,
    get() {
      pick(tricks)();
      return pick([view, argument(object, 2)]);
    },
  });
}

/** An argument; `object` is what the method is called on. */
function argument(object, depth = 0) {
  const simple = [
    () => pick(numbers),
    () => pick(texts),
    () => pick(views)(),
    () => pick([undefined, null, true, false, 1n, Symbol('s'), hostile, Object.create(null)]),
    () => new SocketAddr(pick(['127.0.0.1', '::1']), random(2)),
    () => IpAddr.parse(pick(['127.0.0.1', '::1', '239.1.2.3'])),
    () => object,
  ];
  if (depth > 1) return pick(simple)();
  const nested = [
    () => Array.from({ length: random(4) }, () => argument(object, depth + 1)),
    () => [pick(['127.0.0.1', '::1']), pick(numbers)],
    () => actingUp([Buffer.alloc(2)], random(3), object),
    () =>
      actingUp(
        {},
        pick([
          'address',
          'port',
          'time',
          'backlog',
          'reusePort',
          'flowinfo',
          'length',
          'read',
          'kvStore',
          'maxLine',
        ]),
        object,
      ),
    () => ({
      [pick(['time', 'interval', 'retries', 'backlog', 'ipv6Only', 'scopeId', 'maxBytes', 'maxLine'])]:
        argument(object, depth + 1),
    }),
    () => ({ address: pick(['127.0.0.1', '::1', argument(object, 2)]), port: argument(object, 2) }),
    () => ({ read: () => pick(numbers), write: () => pick(numbers), flush: pick([() => {}, hostile]) }),
    () => new Proxy({}, { get: (_, key) => (key === 'constructor' ? Object : hostile()) }),
  ];
  return pick(random(2) === 0 ? simple : nested)();
}

function impatient(socket) {
  socket.setReadTimeout(1);
  socket.setWriteTimeout(1);
  return socket;
}

function stream() {
  const [near, far] = connectedPair();
  if (random(2) === 0) far.write('some bytes\nand more');
  far.close();
  return impatient(near);
}

const makers = [
  () => {
    const listener = TcpListener.bind('127.0.0.1:0');
    listener.setNonblocking(true);
    return listener;
  },
  stream,
  () => impatient(UdpSocket.bind(pick(['127.0.0.1:0', '[::1]:0']))),
  () => new BufReader(stream(), pick([0, 1, 16, 8192])),
  () => new BufWriter(stream(), pick([0, 1, 16, 8192])),
  () => new LineWriter(stream(), pick([0, 1, 16, 1024])),
  () => IpAddr.parse(pick(['127.0.0.1', '::1', '::ffff:1.2.3.4'])),
  () => new SocketAddr('::1', 80, { scopeId: 1 }),
  () => IoError.fromRawOsError(98),
  () => {
    const store = new KvStore({ maxBytes: pick([0, 100, 1_000_000]) });
    KvStore.from(store.share()).clear();
    return store;
  },
  () =>
    serve('127.0.0.1:0', pick([handlers.echo(), handlers.kv()]), {
      threads: pick(['per-connection', { pool: 1 }]),
    }),
  () => serveUdp(pick(['127.0.0.1:0', '[::1]:0']), pick([handlers.udpEcho(), handlers.udpTime()])),
];

/** Protected in TypeScript, or called by Node alone. */
const INTERNAL = new Set([
  'setFlag',
  'setCount',
  'setUnsigned',
  'flag',
  'describe',
  'usable',
  'handle',
  'end',
  'beforeClose',
  'report',
  'listenersChanged',
  inspect.custom,
  ...Reflect.ownKeys(EventEmitter.prototype), // Node's own
]);

/** All names of an object, inherited ones too. */
function names(object) {
  const all = new Set();
  for (
    let at = object;
    at && at !== Object.prototype && at !== Error.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const key of Reflect.ownKeys(at)) if (key !== 'constructor' && !INTERNAL.has(key)) all.add(key);
  }
  return [...all];
}

const classes = [
  TcpListener,
  TcpStream,
  UdpSocket,
  IpAddr,
  SocketAddr,
  IoError,
  BufReader,
  BufWriter,
  LineWriter,
  KvStore,
  TcpServer,
  UdpServer,
];
const own = (object) => Reflect.ownKeys(object).filter((key) => typeof object[key] === 'function');
const statics = classes.flatMap((type) => own(type).map((key) => [type, key]));
for (const key of ['copy', 'toSocketAddrs', 'serve', 'serveUdp', 'inWorkers']) statics.push([stdnet, key]);
statics.push(...own(handlers).map((key) => [handlers, key]));
const seen = new Set();

function callStatic() {
  if (random(4) === 0) {
    const type = pick(classes);
    seen.add(`new ${type.name}`);
    return [`new ${type.name}`, (args) => new type(...args), undefined];
  }
  const [owner, key] = pick(statics);
  const name = `${owner.name ?? (owner === handlers ? 'handlers' : 'stdnet')}.${String(key)}`;
  seen.add(name);
  return [name, (args) => owner[key](...args), undefined];
}

function callMethod() {
  const object = pick(makers)();
  if (random(8) === 0) object.close?.();
  else if (random(16) === 0) object.intoInner?.();
  const key = pick(names(object));
  const name = `${object.constructor.name}#${String(key)}`;
  seen.add(name);
  return [name, (args) => (typeof object[key] === 'function' ? object[key](...args) : object[key]), object];
}

/** Uses what came back, one step, and closes it. */
function useUp(name, result) {
  if (name.endsWith('#intoRawFd')) closeSync(result);
  for (const one of [result].flat()) {
    if (typeof one?.next === 'function') one.next();
    one?.close?.();
  }
}

const wrong = [];
function once() {
  const before = seed;
  const [name, call, object] = random(3) === 0 ? callStatic() : callMethod();
  const args = Array.from({ length: random(4) }, () => argument(object));
  const start = performance.now();
  let told;
  try {
    useUp(name, call(args));
  } catch (error) {
    const fine = error instanceof IoError || error instanceof Hostile || CODES.test(error?.code ?? '');
    if (!fine) told = error;
  }
  if (performance.now() - start > SLOW_MS) told ??= new Error('slow');
  if (told) wrong.push({ name, seed: before, error: inspect(told) });
  try {
    object?.close?.();
  } catch {
    // what it holds cannot be flushed any more
  }
}

const before = descriptorCount();
for (let i = 0; i < calls; i++) {
  once();
  if (i % 500 === 499) {
    globalThis.gc?.(); // what a wrong call left behind
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
for (const { name, seed: at, error } of wrong.slice(0, 10)) console.log(`${name}, seed ${at}: ${error}`);
globalThis.gc?.();
await new Promise((resolve) => setTimeout(resolve, 50));
const descriptors = [before, descriptorCount()];
console.log(
  `${calls} calls of ${seen.size} names, ${wrong.length} wrong, descriptors ${descriptors.join(' -> ')}`,
);
finish(
  { campaign: 'arguments', calls, names: seen.size, wrong: wrong.length, descriptors },
  wrong.length === 0,
);
