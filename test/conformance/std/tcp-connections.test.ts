// Ports of the tests in Rust's library/std/src/net/tcp/tests.rs about connecting, accepting and moving bytes; same names.
import { afterAll, afterEach, expect } from 'vitest';
import type { TcpStream } from '../../../lib/async/index.js';
import { SocketAddr } from '../../../lib/index.js';
import { Channel } from '../../support/channel.mjs';
import { ErrorKind, kindSoon } from '../../support/errors.js';
import { endAllThreads, endThreads, spawn } from '../../support/thread.js';
import { useWatchdog } from '../../support/watchdog.js';
import { type Beside, eachApi, eachApiAndIp } from '../each-api.js';

useWatchdog();
afterEach(endThreads);
afterAll(endAllThreads);

const connectAndWrite = (std: typeof import('../../../lib/index.js'), addr: string, byte: number): void => {
  const stream = std.TcpStream.connect(addr);
  stream.write(Uint8Array.of(byte));
  stream.close();
};

async function readByte(stream: TcpStream): Promise<number | undefined> {
  const buf = new Uint8Array(1);
  expect(await stream.read(buf)).toBe(1);
  return buf[0];
}

eachApi('bind_error', async ({ TcpListener }) => {
  expect(await kindSoon(() => TcpListener.bind('1.1.1.1:9999'))).toBe(ErrorKind.AddrNotAvailable);
});

eachApi('connect_error', async ({ TcpStream }) => {
  expect([
    ErrorKind.ConnectionRefused,
    ErrorKind.InvalidInput,
    ErrorKind.AddrInUse,
    ErrorKind.AddrNotAvailable,
  ]).toContain(await kindSoon(() => TcpStream.connect('0.0.0.0:1')));
});

eachApi('listen_localhost', async ({ TcpListener }) => {
  using listener = await TcpListener.bind('127.0.0.1:0');
  const peer = spawn(connectAndWrite, `localhost:${listener.localAddr().port}`, 144);
  using stream = (await listener.accept())[0];
  expect(await readByte(stream)).toBe(144);
  await peer.joined();
});

eachApiAndIp('connect_loopback', async ({ TcpListener }, host) => {
  using acceptor = await TcpListener.bind([host, 0]);
  const peer = spawn(
    ({ TcpStream }, host, port) => {
      const stream = TcpStream.connect([host, port]);
      stream.write(Uint8Array.of(66));
      stream.close();
    },
    host as string,
    acceptor.localAddr().port,
  );
  using stream = (await acceptor.accept())[0];
  expect(await readByte(stream)).toBe(66);
  await peer.joined();
});

eachApiAndIp('smoke_test', async ({ TcpListener }, host) => {
  using acceptor = await TcpListener.bind([host, 0]);
  const peer = spawn(({ TcpStream }, addr) => {
    const stream = TcpStream.connect(addr);
    stream.write(Uint8Array.of(99));
    const local = stream.localAddr().toString();
    stream.close();
    return local;
  }, acceptor.localAddr().toString());
  const [stream, from] = await acceptor.accept();
  expect(await readByte(stream)).toBe(99);
  expect(from.toString()).toBe(await peer.joined());
  stream.close();
});

eachApiAndIp('read_eof', async ({ TcpListener }, host) => {
  using acceptor = await TcpListener.bind([host, 0]);
  const peer = spawn(
    ({ TcpStream }, addr) => TcpStream.connect(addr).close(),
    acceptor.localAddr().toString(),
  );
  using stream = (await acceptor.accept())[0];
  expect(await stream.read(new Uint8Array(1))).toBe(0);
  expect(await stream.read(new Uint8Array(1))).toBe(0);
  await peer.joined();
});

eachApiAndIp('write_close', async ({ TcpListener }, host) => {
  using acceptor = await TcpListener.bind([host, 0]);
  const peer = spawn(
    ({ TcpStream }, addr) => TcpStream.connect(addr).close(),
    acceptor.localAddr().toString(),
  );
  using stream = (await acceptor.accept())[0];
  await peer.joined();
  // The first write after the peer's close may still be taken: the reset comes back later.
  let kind: ErrorKind | null = null;
  try {
    await stream.write(Uint8Array.of(0));
  } catch (error) {
    kind = (error as { kind: ErrorKind }).kind;
  }
  expect([null, ErrorKind.ConnectionReset, ErrorKind.BrokenPipe, ErrorKind.ConnectionAborted]).toContain(
    kind,
  );
});

eachApiAndIp('multiple_connect_serial', async ({ TcpListener }, host) => {
  const max = 10;
  using acceptor = await TcpListener.bind([host, 0]);
  const peer = spawn(
    ({ TcpStream }, addr, max) => {
      for (let i = 0; i < max; i++) {
        const stream = TcpStream.connect(addr);
        stream.write(Uint8Array.of(99));
        stream.close();
      }
    },
    acceptor.localAddr().toString(),
    max,
  );
  let served = 0;
  for await (const stream of acceptor.incoming()) {
    expect(await readByte(stream)).toBe(99);
    stream.close();
    if (++served === max) break;
  }
  await peer.joined();
});

// Rust starts a thread for each connection; here one thread holds all streams of a side, in the same order of events.
const connectInterleaved = (
  std: typeof import('../../../lib/index.js'),
  addr: string,
  bytes: number[],
): void => {
  const connect = (i: number): void => {
    if (i === bytes.length) return;
    const stream = std.TcpStream.connect(addr);
    connect(i + 1); // connect again before writing
    stream.write(Uint8Array.of(bytes[i] as number));
    stream.close();
  };
  connect(0);
};

eachApiAndIp('multiple_connect_interleaved_greedy_schedule', async ({ TcpListener }, host) => {
  const bytes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  using acceptor = await TcpListener.bind([host, 0]);
  const peer = spawn(connectInterleaved, acceptor.localAddr().toString(), bytes);
  const streams: TcpStream[] = [];
  for (const _ of bytes) streams.push((await acceptor.accept())[0]);
  expect(await Promise.all(streams.map(readByte))).toEqual(bytes);
  for (const stream of streams) stream.close();
  await peer.joined();
});

const handle = async (_: unknown, stream: TcpStream): Promise<number | undefined> => {
  const buf = new Uint8Array(1);
  await stream.read(buf);
  stream.close();
  return buf[0];
};

eachApiAndIp('multiple_connect_interleaved_lazy_schedule', async ({ TcpListener, beside }, host) => {
  using acceptor = await TcpListener.bind([host, 0]);
  const peer = spawn(connectInterleaved, acceptor.localAddr().toString(), Array(10).fill(99));
  const handlers: Beside[] = [];
  for (let i = 0; i < 10; i++) handlers.push(beside(handle, (await acceptor.accept())[0]));
  expect(await Promise.all(handlers.map((handler) => handler.joined()))).toEqual(Array(10).fill(99));
  await peer.joined();
});

eachApiAndIp('socket_and_peer_name', async ({ TcpListener, TcpStream }, host) => {
  using listener = await TcpListener.bind([host, 0]);
  const addr = listener.localAddr();
  expect(addr.address).toBe(host);
  using stream = await TcpStream.connect(addr);
  expect(stream.peerAddr().equals(addr)).toBe(true);
  using accepted = (await listener.accept())[0];
  expect(accepted.localAddr().equals(addr)).toBe(true);
});

eachApiAndIp('partial_read', async ({ TcpListener, TcpStream }, host) => {
  using srv = await TcpListener.bind([host, 0]);
  const server = spawn(({ TcpListener }, fd) => {
    const listener = TcpListener.fromRawFd(fd);
    const client = listener.accept()[0];
    client.write(Uint8Array.of(10));
    const n = client.read(new Uint8Array(1));
    client.close();
    listener.close();
    return n;
  }, srv.tryClone().intoRawFd());
  using c = await TcpStream.connect(srv.localAddr());
  expect(await c.read(new Uint8Array(10))).toBe(1);
  await c.write(Uint8Array.of(1));
  expect(await server.joined()).toBe(1);
});

eachApiAndIp('read_vectored', async ({ TcpListener, TcpStream }, host) => {
  using srv = await TcpListener.bind([host, 0]);
  using s1 = await TcpStream.connect(srv.localAddr());
  using s2 = (await srv.accept())[0];
  expect(await s1.write(Uint8Array.of(10, 11, 12))).toBe(3);
  const [a, b, c] = [new Uint8Array(0), new Uint8Array(1), new Uint8Array(3)];
  expect(await s2.readVectored([a, b, c])).toBe(3);
  expect([...b]).toEqual([10]);
  expect([...c]).toEqual([11, 12, 0]);
});

eachApiAndIp('write_vectored', async ({ TcpListener, TcpStream }, host) => {
  using srv = await TcpListener.bind([host, 0]);
  using s1 = await TcpStream.connect(srv.localAddr());
  using s2 = (await srv.accept())[0];
  expect(await s1.writeVectored([new Uint8Array(0), Uint8Array.of(10), Uint8Array.of(11, 12)])).toBe(3);
  const buf = new Uint8Array(4);
  expect(await s2.read(buf)).toBe(3);
  expect([...buf]).toEqual([10, 11, 12, 0]);
});

eachApiAndIp('double_bind', async ({ TcpListener }, host) => {
  using listener = await TcpListener.bind([host, 0]);
  expect(await kindSoon(() => TcpListener.bind(listener.localAddr()))).toBe(ErrorKind.AddrInUse);
});

eachApiAndIp('peek', async ({ TcpListener, TcpStream, onLoop }, host) => {
  const done = new Channel();
  using srv = await TcpListener.bind([host, 0]);
  const server = spawn(
    ({ TcpListener }, fd, done) => {
      const listener = TcpListener.fromRawFd(fd);
      const client = listener.accept()[0];
      client.write(Uint8Array.of(1, 3, 3, 7));
      done.recv();
      client.close();
      listener.close();
    },
    srv.tryClone().intoRawFd(),
    done,
  );
  using c = await TcpStream.connect(srv.localAddr());
  const b = new Uint8Array(10);
  for (let i = 1; i < 3; i++) expect(await c.peek(b)).toBe(4);
  expect(await c.read(b)).toBe(4);
  expect([...b.subarray(0, 4)]).toEqual([1, 3, 3, 7]);
  c.setNonblocking(true);
  if (onLoop) {
    // No other mode: it waits, and the end of the stream comes.
    const peeked = c.peek(b);
    done.send();
    expect(await peeked).toBe(0);
  } else {
    expect(await kindSoon(() => c.peek(b))).toBe(ErrorKind.WouldBlock);
    done.send();
  }
  await server.joined();
});

eachApiAndIp('connect_timeout_valid', async ({ TcpListener, TcpStream }, host) => {
  using listener = await TcpListener.bind([host, 0]);
  (await TcpStream.connectTimeout(listener.localAddr(), 20_000)).close();
});

eachApiAndIp('connect_timeout_error', async ({ TcpStream }, host) => {
  // Nothing listens on the port of a service that no machine runs any more.
  expect(await kindSoon(() => TcpStream.connectTimeout(new SocketAddr(host, 1), 20_000))).toBe(
    ErrorKind.ConnectionRefused,
  );
});
