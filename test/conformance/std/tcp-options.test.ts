// Ports of the tests in Rust's library/std/src/net/tcp/tests.rs about options and timeouts; same names.
import { inspect } from 'node:util';
import { expect } from 'vitest';
import type { TcpListener, TcpStream } from '../../../lib/async/index.js';
import type { Loopback } from '../../support/each-ip.js';
import { ErrorKind, kindOf, kindSoon } from '../../support/errors.js';
import { useWatchdog } from '../../support/watchdog.js';
import { type Api, eachApiAndIp } from '../each-api.js';

useWatchdog();

async function withStream(
  { TcpListener, TcpStream }: Api,
  host: Loopback,
  body: (stream: TcpStream, listener: TcpListener) => Promise<void> | void,
): Promise<void> {
  using listener = await TcpListener.bind([host, 0]);
  using stream = await TcpStream.connect(listener.localAddr());
  await body(stream, listener);
}

// Rust's Debug shows addresses and the descriptor; the layout is Node's.
eachApiAndIp('debug', (api, host) =>
  withStream(api, host, (stream, listener) => {
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

eachApiAndIp('timeouts', (api, host) =>
  withStream(api, host, (stream) => {
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

async function expectTimeout(stream: TcpStream): Promise<void> {
  const start = performance.now();
  // Rust on Linux says WouldBlock; TimedOut is for other systems.
  expect(await kindSoon(() => stream.readExact(new Uint8Array(11)))).toBe(ErrorKind.WouldBlock);
  expect(performance.now() - start).toBeGreaterThan(400);
}

eachApiAndIp('test_read_timeout', (api, host) =>
  withStream(api, host, async (stream) => {
    stream.setReadTimeout(600);
    await expectTimeout(stream);
  }),
);

eachApiAndIp('test_read_with_timeout', (api, host) =>
  withStream(api, host, async (stream, listener) => {
    stream.setReadTimeout(600);
    using otherEnd = (await listener.accept())[0];
    await otherEnd.writeAll('hello world');
    const buf = Buffer.alloc(11);
    await stream.readExact(buf);
    expect(buf.toString()).toBe('hello world');
    await expectTimeout(stream);
  }),
);

eachApiAndIp('test_timeout_zero_duration', (api, host) =>
  withStream(api, host, (stream) => {
    expect(kindOf(() => stream.setWriteTimeout(0))).toBe(ErrorKind.InvalidInput);
    expect(kindOf(() => stream.setReadTimeout(0))).toBe(ErrorKind.InvalidInput);
  }),
);

eachApiAndIp('linger', (api, host) =>
  withStream(api, host, (stream) => {
    expect(stream.linger()).toBeNull();
    stream.setLinger(1000);
    expect(stream.linger()).toBe(1000);
    stream.setLinger(null);
    expect(stream.linger()).toBeNull();
  }),
);

eachApiAndIp('nodelay', (api, host) =>
  withStream(api, host, (stream) => {
    expect(stream.nodelay()).toBe(false);
    stream.setNodelay(true);
    expect(stream.nodelay()).toBe(true);
    stream.setNodelay(false);
    expect(stream.nodelay()).toBe(false);
  }),
);

// IP_TTL is IPv4's option, in Rust as here; Linux lets an IPv6 socket carry it too.
eachApiAndIp('ttl', (api, host) =>
  withStream(api, host, (stream, listener) => {
    listener.setTtl(100);
    expect(listener.ttl()).toBe(100);
    stream.setTtl(100);
    expect(stream.ttl()).toBe(100);
  }),
);

eachApiAndIp('set_nonblocking', (api, host) =>
  withStream(api, host, async (stream, listener) => {
    listener.setNonblocking(true);
    if (api.onLoop) return staysNonblocking(stream, listener);
    listener.setNonblocking(false);
    stream.setNonblocking(false);
    stream.setNonblocking(true);
    expect(await kindSoon(() => stream.read(new Uint8Array(1)))).toBe(ErrorKind.WouldBlock);
  }),
);

/** On the event loop there is no other mode, and a read waits in it. */
async function staysNonblocking(stream: TcpStream, listener: TcpListener): Promise<void> {
  expect(kindOf(() => listener.setNonblocking(false))).toBe(ErrorKind.Unsupported);
  expect(kindOf(() => stream.setNonblocking(false))).toBe(ErrorKind.Unsupported);
  stream.setNonblocking(true);
  const reading = stream.read(new Uint8Array(1));
  using otherEnd = (await listener.accept())[0];
  await otherEnd.write(Uint8Array.of(1));
  expect(await reading).toBe(1);
}
