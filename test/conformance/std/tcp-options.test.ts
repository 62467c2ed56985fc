// Ports of the tests in Rust's library/std/src/net/tcp/tests.rs about options and timeouts; same names.
import { inspect } from 'node:util';
import { expect } from 'vitest';
import { TcpListener, TcpStream } from '../../../lib/index.js';
import { eachIp, type Loopback } from '../../support/each-ip.js';
import { ErrorKind, kindOf } from '../../support/errors.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();

function withStream(host: Loopback, body: (stream: TcpStream, listener: TcpListener) => void): void {
  using listener = TcpListener.bind([host, 0]);
  using stream = TcpStream.connect(listener.localAddr());
  body(stream, listener);
}

// Rust's Debug shows addresses and the descriptor; the layout is Node's.
eachIp('debug', (host) =>
  withStream(host, (stream, listener) => {
    const shown = inspect(listener);
    expect(shown).toMatch(/^TcpListener\b/);
    expect(shown).toContain(listener.localAddr().toString());
    expect(shown).toContain(String(listener.asRawFd()));

    const streamShown = inspect(stream);
    expect(streamShown).toMatch(/^TcpStream\b/);
    expect(streamShown).toContain(stream.localAddr().toString());
    expect(streamShown).toContain(stream.peerAddr().toString());
    expect(streamShown).toContain(String(stream.asRawFd()));
  }),
);

eachIp('timeouts', (host) =>
  withStream(host, (stream) => {
    const ms = 15_410_000;
    expect(stream.readTimeout()).toBeNull();
    stream.setReadTimeout(ms);
    expect(stream.readTimeout()).toBe(ms);

    expect(stream.writeTimeout()).toBeNull();
    stream.setWriteTimeout(ms);
    expect(stream.writeTimeout()).toBe(ms);

    stream.setReadTimeout(null);
    expect(stream.readTimeout()).toBeNull();
    stream.setWriteTimeout(null);
    expect(stream.writeTimeout()).toBeNull();
  }),
);

function expectTimeout(stream: TcpStream): void {
  const start = performance.now();
  // Rust on Linux says WouldBlock; TimedOut is for other systems.
  expect(kindOf(() => stream.readExact(new Uint8Array(11)))).toBe(ErrorKind.WouldBlock);
  expect(performance.now() - start).toBeGreaterThan(400);
}

eachIp('test_read_timeout', (host) =>
  withStream(host, (stream) => {
    stream.setReadTimeout(600);
    expectTimeout(stream);
  }),
);

eachIp('test_read_with_timeout', (host) =>
  withStream(host, (stream, listener) => {
    stream.setReadTimeout(600);
    using otherEnd = listener.accept()[0];
    otherEnd.writeAll('hello world');
    const buf = Buffer.alloc(11);
    stream.readExact(buf);
    expect(buf.toString()).toBe('hello world');
    expectTimeout(stream);
  }),
);

eachIp('test_timeout_zero_duration', (host) =>
  withStream(host, (stream) => {
    expect(kindOf(() => stream.setWriteTimeout(0))).toBe(ErrorKind.InvalidInput);
    expect(kindOf(() => stream.setReadTimeout(0))).toBe(ErrorKind.InvalidInput);
  }),
);

eachIp('linger', (host) =>
  withStream(host, (stream) => {
    expect(stream.linger()).toBeNull();
    stream.setLinger(1000);
    expect(stream.linger()).toBe(1000);
    stream.setLinger(null);
    expect(stream.linger()).toBeNull();
  }),
);

eachIp('nodelay', (host) =>
  withStream(host, (stream) => {
    expect(stream.nodelay()).toBe(false);
    stream.setNodelay(true);
    expect(stream.nodelay()).toBe(true);
    stream.setNodelay(false);
    expect(stream.nodelay()).toBe(false);
  }),
);

// IP_TTL is IPv4's option, in Rust as here; Linux lets an IPv6 socket carry it too.
eachIp('ttl', (host) =>
  withStream(host, (stream, listener) => {
    listener.setTtl(100);
    expect(listener.ttl()).toBe(100);
    stream.setTtl(100);
    expect(stream.ttl()).toBe(100);
  }),
);

eachIp('set_nonblocking', (host) =>
  withStream(host, (stream, listener) => {
    listener.setNonblocking(true);
    listener.setNonblocking(false);
    stream.setNonblocking(false);
    stream.setNonblocking(true);
    expect(kindOf(() => stream.read(new Uint8Array(1)))).toBe(ErrorKind.WouldBlock);
  }),
);
