// Ports of the tests in Rust's library/std/src/net/tcp/tests.rs about connecting, accepting and moving bytes; same names.
import { afterAll, afterEach, expect, test } from 'vitest';
import { SocketAddr, TcpListener, TcpStream } from '../../../lib/index.js';
import { Channel } from '../../support/channel.mjs';
import { eachIp } from '../../support/each-ip.js';
import { ErrorKind, kindOf } from '../../support/errors.js';
import { endAllThreads, endThreads, spawn } from '../../support/thread.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();
afterEach(endThreads);
afterAll(endAllThreads);

const connectAndWrite = (std: typeof import('../../../lib/index.js'), addr: string, byte: number): void => {
  const stream = std.TcpStream.connect(addr);
  stream.write(Uint8Array.of(byte));
  stream.close();
};

function readByte(stream: TcpStream): number | undefined {
  const buf = new Uint8Array(1);
  expect(stream.read(buf)).toBe(1);
  return buf[0];
}

test('bind_error', () => {
  expect(kindOf(() => TcpListener.bind('1.1.1.1:9999'))).toBe(ErrorKind.AddrNotAvailable);
});

test('connect_error', () => {
  expect([
    ErrorKind.ConnectionRefused,
    ErrorKind.InvalidInput,
    ErrorKind.AddrInUse,
    ErrorKind.AddrNotAvailable,
  ]).toContain(kindOf(() => TcpStream.connect('0.0.0.0:1')));
});

test('listen_localhost', () => {
  using listener = TcpListener.bind('127.0.0.1:0');
  const peer = spawn(connectAndWrite, `localhost:${listener.localAddr().port}`, 144);
  using stream = listener.accept()[0];
  expect(readByte(stream)).toBe(144);
  peer.join();
});

eachIp('connect_loopback', (host) => {
  using acceptor = TcpListener.bind([host, 0]);
  const peer = spawn(
    ({ TcpStream }, host, port) => {
      const stream = TcpStream.connect([host, port]);
      stream.write(Uint8Array.of(66));
      stream.close();
    },
    host as string,
    acceptor.localAddr().port,
  );
  using stream = acceptor.accept()[0];
  expect(readByte(stream)).toBe(66);
  peer.join();
});

eachIp('smoke_test', (host) => {
  using acceptor = TcpListener.bind([host, 0]);
  const peer = spawn(({ TcpStream }, addr) => {
    const stream = TcpStream.connect(addr);
    stream.write(Uint8Array.of(99));
    const local = stream.localAddr().toString();
    stream.close();
    return local;
  }, acceptor.localAddr().toString());
  const [stream, from] = acceptor.accept();
  expect(readByte(stream)).toBe(99);
  expect(from.toString()).toBe(peer.join());
  stream.close();
});

eachIp('read_eof', (host) => {
  using acceptor = TcpListener.bind([host, 0]);
  const peer = spawn(
    ({ TcpStream }, addr) => TcpStream.connect(addr).close(),
    acceptor.localAddr().toString(),
  );
  using stream = acceptor.accept()[0];
  expect(stream.read(new Uint8Array(1))).toBe(0);
  expect(stream.read(new Uint8Array(1))).toBe(0);
  peer.join();
});

eachIp('write_close', (host) => {
  using acceptor = TcpListener.bind([host, 0]);
  const peer = spawn(
    ({ TcpStream }, addr) => TcpStream.connect(addr).close(),
    acceptor.localAddr().toString(),
  );
  using stream = acceptor.accept()[0];
  peer.join();
  // The first write after the peer's close may still be taken: the reset comes back later.
  let kind: ErrorKind | null = null;
  try {
    stream.write(Uint8Array.of(0));
  } catch (error) {
    kind = (error as { kind: ErrorKind }).kind;
  }
  expect([null, ErrorKind.ConnectionReset, ErrorKind.BrokenPipe, ErrorKind.ConnectionAborted]).toContain(
    kind,
  );
});

eachIp('multiple_connect_serial', (host) => {
  const max = 10;
  using acceptor = TcpListener.bind([host, 0]);
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
  for (const stream of acceptor.incoming()) {
    expect(readByte(stream)).toBe(99);
    stream.close();
    if (++served === max) break;
  }
  peer.join();
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

eachIp('multiple_connect_interleaved_greedy_schedule', (host) => {
  const bytes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  using acceptor = TcpListener.bind([host, 0]);
  const peer = spawn(connectInterleaved, acceptor.localAddr().toString(), bytes);
  const streams = bytes.map(() => acceptor.accept()[0]);
  expect(streams.map(readByte)).toEqual(bytes);
  for (const stream of streams) stream.close();
  peer.join();
});

eachIp('multiple_connect_interleaved_lazy_schedule', (host) => {
  using acceptor = TcpListener.bind([host, 0]);
  const peer = spawn(connectInterleaved, acceptor.localAddr().toString(), Array(10).fill(99));
  const handlers = Array.from({ length: 10 }, () =>
    spawn(({ TcpStream }, fd) => {
      const stream = TcpStream.fromRawFd(fd);
      const buf = new Uint8Array(1);
      stream.read(buf);
      stream.close();
      return buf[0];
    }, acceptor.accept()[0].intoRawFd()),
  );
  expect(handlers.map((handler) => handler.join())).toEqual(Array(10).fill(99));
  peer.join();
});

eachIp('socket_and_peer_name', (host) => {
  using listener = TcpListener.bind([host, 0]);
  const addr = listener.localAddr();
  expect(addr.address).toBe(host);
  using stream = TcpStream.connect(addr);
  expect(stream.peerAddr().equals(addr)).toBe(true);
  using accepted = listener.accept()[0];
  expect(accepted.localAddr().equals(addr)).toBe(true);
});

eachIp('partial_read', (host) => {
  using srv = TcpListener.bind([host, 0]);
  const server = spawn(({ TcpListener }, fd) => {
    const listener = TcpListener.fromRawFd(fd);
    const client = listener.accept()[0];
    client.write(Uint8Array.of(10));
    const n = client.read(new Uint8Array(1));
    client.close();
    listener.close();
    return n;
  }, srv.tryClone().intoRawFd());
  using c = TcpStream.connect(srv.localAddr());
  expect(c.read(new Uint8Array(10))).toBe(1);
  c.write(Uint8Array.of(1));
  expect(server.join()).toBe(1);
});

eachIp('read_vectored', (host) => {
  using srv = TcpListener.bind([host, 0]);
  using s1 = TcpStream.connect(srv.localAddr());
  using s2 = srv.accept()[0];
  expect(s1.write(Uint8Array.of(10, 11, 12))).toBe(3);
  const [a, b, c] = [new Uint8Array(0), new Uint8Array(1), new Uint8Array(3)];
  expect(s2.readVectored([a, b, c])).toBe(3);
  expect([...b]).toEqual([10]);
  expect([...c]).toEqual([11, 12, 0]);
});

eachIp('write_vectored', (host) => {
  using srv = TcpListener.bind([host, 0]);
  using s1 = TcpStream.connect(srv.localAddr());
  using s2 = srv.accept()[0];
  expect(s1.writeVectored([new Uint8Array(0), Uint8Array.of(10), Uint8Array.of(11, 12)])).toBe(3);
  const buf = new Uint8Array(4);
  expect(s2.read(buf)).toBe(3);
  expect([...buf]).toEqual([10, 11, 12, 0]);
});

eachIp('double_bind', (host) => {
  using listener = TcpListener.bind([host, 0]);
  expect(kindOf(() => TcpListener.bind(listener.localAddr()))).toBe(ErrorKind.AddrInUse);
});

eachIp('peek', (host) => {
  const done = new Channel();
  using srv = TcpListener.bind([host, 0]);
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
  using c = TcpStream.connect(srv.localAddr());
  const b = new Uint8Array(10);
  for (let i = 1; i < 3; i++) expect(c.peek(b)).toBe(4);
  expect(c.read(b)).toBe(4);
  expect([...b.subarray(0, 4)]).toEqual([1, 3, 3, 7]);
  c.setNonblocking(true);
  expect(kindOf(() => c.peek(b))).toBe(ErrorKind.WouldBlock);
  done.send();
  server.join();
});

eachIp('connect_timeout_valid', (host) => {
  using listener = TcpListener.bind([host, 0]);
  TcpStream.connectTimeout(listener.localAddr(), 20_000).close();
});

eachIp('connect_timeout_error', (host) => {
  // Nothing listens on the port of a service that no machine runs any more.
  expect(kindOf(() => TcpStream.connectTimeout(new SocketAddr(host, 1), 20_000))).toBe(
    ErrorKind.ConnectionRefused,
  );
});
