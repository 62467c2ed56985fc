/** Every argument of every public call, wrong in every way: an error of the contract, and the process lives. */
import { describe, expect, it } from 'vitest';
import {
  BufReader,
  BufWriter,
  type Bytes,
  copy,
  IoError,
  IpAddr,
  LineWriter,
  SocketAddr,
  TcpListener,
  TcpStream,
  toSocketAddrs,
  UdpSocket,
} from '../../../lib/index.js';
import { thrown } from '../../support/argument_errors.js';
import { datagramSocket, pair } from '../../support/pair.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();

function detachedView(): Uint8Array {
  const view = new Uint8Array(8);
  structuredClone(view, { transfer: [view.buffer] });
  return view;
}

/** A view that no longer lies within its buffer. */
function outOfBoundsView(): Uint8Array {
  type Resizable = new (
    size: number,
    options: { maxByteLength: number },
  ) => ArrayBuffer & { resize(n: number): void };
  const buffer = new (ArrayBuffer as unknown as Resizable)(16, { maxByteLength: 32 });
  const view = new Uint8Array(buffer, 8, 8);
  buffer.resize(4);
  return view;
}

const hostile = new Proxy(
  {},
  {
    get(_target, key) {
      if (key === 'constructor') return Object;
      throw new TypeError('hostile');
    },
  },
);

const WRONG: ReadonlyArray<[string, unknown]> = [
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['a string', 'nonsense'],
  ['an empty string', ''],
  ['a bigint', 1n],
  ['a symbol', Symbol('s')],
  ['a function', () => 1],
  ['an object', {}],
  ['an array', []],
  ['an array of wrong things', [undefined, 1, 'x']],
  ['a sparse array', new Array(2 ** 32 - 1)],
  ['NaN', Number.NaN],
  ['-0', -0],
  ['0', 0],
  ['-1', -1],
  ['0.5', 0.5],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['2^31', 2 ** 31],
  ['2^32', 2 ** 32],
  ['2^53', 2 ** 53],
  ['an ArrayBuffer', new ArrayBuffer(8)],
  ['a detached view', detachedView()],
  ['a view out of bounds', outOfBoundsView()],
  ['a hostile proxy', hostile],
  ['an object without a prototype', Object.create(null)],
];

/** An error that the contract knows, or (where a value happens to be right for a call) none. */
function expectContract(call: () => unknown): void {
  let error: unknown;
  try {
    call();
    return;
  } catch (caught) {
    error = caught;
  }
  if (error instanceof IoError) return;
  expect(error instanceof TypeError || error instanceof RangeError, String(error)).toBe(true);
  if ((error as Error).message === 'hostile') return;
  expect(['ERR_INVALID_ARG_TYPE', 'ERR_OUT_OF_RANGE', 'ERR_INVALID_STATE']).toContain(
    (error as NodeJS.ErrnoException).code,
  );
}

type Call = [name: string, call: (...args: never[]) => unknown, right: unknown[]];

/** Each argument wrong in each way, the others right. */
function tryAll([, call, right]: Call): void {
  right.forEach((_, position) => {
    for (const [, wrong] of WRONG) {
      const args = [...right];
      args[position] = wrong;
      expectContract(() => call(...(args as never[])));
    }
  });
  expectContract(() => call());
}

const ADDR = '127.0.0.1:0';
const sink = { write: () => 0, flush() {} };
const closing = (value: unknown): unknown => {
  (value as { close?: () => void } | undefined)?.close?.();
  return value;
};

const functions: Call[] = [
  ['TcpListener.bind', (a, o) => closing(TcpListener.bind(a, o)), [ADDR, {}]],
  ['its backlog', (backlog) => closing(TcpListener.bind(ADDR, { backlog })), [1]],
  ['its reusePort', (reusePort) => closing(TcpListener.bind(ADDR, { reusePort })), [true]],
  ['its ipv6Only', (ipv6Only) => closing(TcpListener.bind('[::1]:0', { ipv6Only })), [true]],
  ['TcpListener.fromRawFd', (fd) => TcpListener.fromRawFd(fd), [0]],
  ['TcpStream.connect', (a) => closing(TcpStream.connect(a)), ['127.0.0.1:1']],
  ['TcpStream.connectTimeout', (a, ms) => closing(TcpStream.connectTimeout(a, ms)), ['127.0.0.1:1', 10]],
  ['TcpStream.fromRawFd', (fd) => TcpStream.fromRawFd(fd), [0]],
  ['UdpSocket.bind', (a, o) => closing(UdpSocket.bind(a, o)), [ADDR, {}]],
  ['its reuseAddr', (reuseAddr) => closing(UdpSocket.bind(ADDR, { reuseAddr })), [true]],
  ['UdpSocket.fromRawFd', (fd) => UdpSocket.fromRawFd(fd), [0]],
  ['toSocketAddrs', (a) => toSocketAddrs(a), [ADDR]],
  ['a host and a port', (host, port) => toSocketAddrs([host, port]), ['127.0.0.1', 80]],
  ['IpAddr.parse', (text) => IpAddr.parse(text), ['::1']],
  ['IpAddr.fromOctets', (octets) => IpAddr.fromOctets(octets), [new Uint8Array(4)]],
  ['SocketAddr.parse', (text) => SocketAddr.parse(text), ['[::1]:80']],
  ['new SocketAddr', (ip, port, scope) => new SocketAddr(ip, port, scope), ['::1', 80, {}]],
  ['its scope', (flowinfo, scopeId) => new SocketAddr('::1', 80, { flowinfo, scopeId }), [0, 0]],
  ['IoError.fromRawOsError', (errno) => IoError.fromRawOsError(errno), [98]],
  ['IoError.isIoError', (value) => IoError.isIoError(value), [98]],
  ['new IoError', (kind) => new IoError(kind, ''), ['Other']],
  ['new BufReader', (inner, capacity) => new BufReader(inner, capacity), [{ read: () => 0 }, 16]],
  ['new BufWriter', (inner, capacity) => new BufWriter(inner, capacity), [sink, 16]],
  ['new LineWriter', (inner, capacity) => new LineWriter(inner, capacity), [sink, 16]],
  ['copy', (from, to) => copy(from, to), [{ read: () => 0 }, { write: () => 0 }]],
];

it.each(functions)('%s', (...call) => tryAll(call));

/** Method calls: on a fresh object, since some wrong values are right enough to change it. */
function methods<T extends { close(): void }>(make: () => T, table: Record<string, unknown[]>): Call[] {
  return Object.entries(table).map(([name, right]) => [
    name,
    (...args) => {
      const object = make();
      try {
        return (object as unknown as Record<string, (...args: unknown[]) => unknown>)[name]!(...args);
      } finally {
        object.close();
      }
    },
    right,
  ]);
}

const buf = (): Bytes => Buffer.alloc(4);
const shared: Record<string, unknown[]> = {
  setReadTimeout: [5],
  setWriteTimeout: [5],
  setRecvBufferSize: [8192],
  setSendBufferSize: [8192],
  setTtl: [64],
  setNonblocking: [true],
};

/** A stream whose reads end soon: the peer has sent something, and ended. */
function impatient(): TcpStream {
  const [a, b] = pair();
  b.writeAll('some bytes');
  b.close();
  return a;
}

function impatientSocket(): UdpSocket {
  const socket = datagramSocket();
  socket.setReadTimeout(1);
  return socket;
}

describe('TcpStream', () => {
  it.each(
    methods(impatient, {
      ...shared,
      read: [buf()],
      readVectored: [[buf()]],
      peek: [buf()],
      readExact: [buf()],
      readToEnd: [100],
      readToString: [100],
      write: [buf()],
      writeAll: [buf()],
      writeVectored: [[buf()]],
      shutdown: ['Both'],
      setNodelay: [true],
      setLinger: [null],
      setKeepalive: [null],
      setUserTimeout: [5],
    }),
  )('%s', (...call) => tryAll(call));

  it.each([['time'], ['interval'], ['retries']])('setKeepalive’s %s', (key) => {
    const [a, b] = pair();
    for (const [, wrong] of WRONG) expectContract(() => a.setKeepalive({ [key]: wrong }));
    a.close();
    b.close();
  });
});

describe('UdpSocket', () => {
  it.each(
    methods(impatientSocket, {
      ...shared,
      connect: ['127.0.0.1:9'],
      sendTo: [buf(), '127.0.0.1:9'],
      send: [buf()],
      recvFrom: [buf()],
      recv: [buf()],
      peekFrom: [buf()],
      peek: [buf()],
      recvMany: [[buf()]],
      sendMany: [[[buf(), new SocketAddr('127.0.0.1', 9)]]],
      setBroadcast: [true],
      setMulticastLoopV4: [true],
      setMulticastTtlV4: [1],
      setMulticastLoopV6: [true],
      joinMulticastV4: ['239.255.13.38', '127.0.0.1'],
      leaveMulticastV4: ['239.255.13.38', '127.0.0.1'],
      joinMulticastV6: ['ff01::1338', 1],
      leaveMulticastV6: ['ff01::1338', 1],
    }),
  )('%s', (...call) => tryAll(call));

  it('sendMany’s messages', () => {
    using socket = datagramSocket();
    const to = socket.localAddr();
    for (const [, wrong] of WRONG) {
      expectContract(() => socket.sendMany([wrong] as never));
      expectContract(() => socket.sendMany([[wrong, to]] as never));
      expectContract(() => socket.sendMany([['x', wrong]] as never));
      expectContract(() => socket.recvMany([wrong] as never));
    }
  });
});

const soon = (): BufReader => new BufReader(impatient());
const writer = (): BufWriter => new BufWriter({ write: (data) => (data as Uint8Array).length, flush() {} });
const lineWriter = (): LineWriter =>
  new LineWriter({ write: (data) => (data as Uint8Array).length, flush() {} });

describe('readers and writers', () => {
  it.each([
    ...methods(soon, {
      read: [buf()],
      readExact: [buf()],
      readLine: [100],
      readUntil: [10, 100],
      readToEnd: [100],
      readToString: [100],
      lines: [100],
      split: [10, 100],
      consume: [1],
    }),
    ...methods(writer, { write: [buf()], writeAll: [buf()] }),
    ...methods(lineWriter, { write: [buf()], writeAll: [buf()] }),
  ])('%s', (...call) => tryAll(call));
});

describe('getters that act up', () => {
  it('close the socket in the middle of a call', () => {
    using listener = TcpListener.bind(ADDR);
    const stream = impatient();
    const opts = {
      get time(): number {
        stream.close();
        return 1000;
      },
    };
    expect(thrown(() => stream.setKeepalive(opts))).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });

    const socket = datagramSocket();
    const addr = {
      get address(): string {
        socket.close();
        return '127.0.0.1';
      },
      port: 9,
    };
    expect(thrown(() => socket.sendTo('x', addr))).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });
    expect(listener.localAddr().port).toBeGreaterThan(0);
  });

  it('give another thing when they are asked again', () => {
    using stream = impatient();
    let asked = 0;
    const bufs = [Buffer.alloc(1)];
    Object.defineProperty(bufs, 0, { get: () => (asked++ === 0 ? Buffer.alloc(1) : 5) });
    expect(stream.readVectored(bufs)).toBe(1);
    expect(asked).toBe(1);
  });

  it('throw, and what they throw passes', () => {
    const boom = new Error('boom');
    const options = {
      get backlog(): number {
        throw boom;
      },
    };
    expect(thrown(() => TcpListener.bind(ADDR, options))).toBe(boom);
    const bufs = Object.defineProperty([], 0, {
      get() {
        throw boom;
      },
    });
    using stream = impatient();
    expect(thrown(() => stream.writeVectored(bufs))).toBe(boom);
  });
});
