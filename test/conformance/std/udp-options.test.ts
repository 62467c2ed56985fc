// Ports of the tests in Rust's library/std/src/net/udp/tests.rs about options and timeouts; same names.
import { inspect } from 'node:util';
import { expect } from 'vitest';
import type { UdpSocket } from '../../../lib/async/index.js';
import { ErrorKind, kindOf, kindSoon } from '../../support/errors.js';
import { useWatchdog } from '../../support/watchdog.js';
import { eachApiAndIp } from '../each-api.js';

useWatchdog();

eachApiAndIp('debug', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  const shown = inspect(socket);
  expect(shown).toMatch(/^UdpSocket\b/);
  expect(shown).toContain(socket.localAddr().toString());
  expect(shown).toContain(String(socket.asRawFd()));
});

eachApiAndIp('timeouts', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  const ms = 15_410_000;
  expect(socket.readTimeout()).toBeNull();
  socket.setReadTimeout(ms);
  expect(socket.readTimeout()).toBe(ms);

  expect(socket.writeTimeout()).toBeNull();
  socket.setWriteTimeout(ms);
  expect(socket.writeTimeout()).toBe(ms);

  socket.setReadTimeout(null);
  expect(socket.readTimeout()).toBeNull();
  socket.setWriteTimeout(null);
  expect(socket.writeTimeout()).toBeNull();
});

async function expectTimeout(socket: UdpSocket): Promise<void> {
  const start = performance.now();
  expect(await kindSoon(() => socket.recvFrom(new Uint8Array(10)))).toBe(ErrorKind.WouldBlock);
  expect(performance.now() - start).toBeGreaterThan(400);
}

eachApiAndIp('test_read_timeout', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  socket.setReadTimeout(600);
  await expectTimeout(socket);
});

eachApiAndIp('test_read_with_timeout', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  socket.setReadTimeout(600);
  await socket.sendTo('hello world', socket.localAddr());
  const buf = Buffer.alloc(11);
  expect((await socket.recvFrom(buf))[0]).toBe(11);
  expect(buf.toString()).toBe('hello world');
  await expectTimeout(socket);
});

eachApiAndIp('test_timeout_zero_duration', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  expect(kindOf(() => socket.setWriteTimeout(0))).toBe(ErrorKind.InvalidInput);
  expect(kindOf(() => socket.setReadTimeout(0))).toBe(ErrorKind.InvalidInput);
});

eachApiAndIp('ttl', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  socket.setTtl(100);
  expect(socket.ttl()).toBe(100);
});

eachApiAndIp('set_nonblocking', async ({ UdpSocket, onLoop }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  socket.setNonblocking(true);
  if (onLoop) return await staysNonblocking(socket);
  socket.setNonblocking(false);
  await socket.connect(socket.localAddr());
  socket.setNonblocking(false);
  socket.setNonblocking(true);
  expect(await kindSoon(() => socket.recv(new Uint8Array(1)))).toBe(ErrorKind.WouldBlock);
});

/** On the event loop there is no other mode, and a receive waits in it. */
async function staysNonblocking(socket: UdpSocket): Promise<void> {
  expect(kindOf(() => socket.setNonblocking(false))).toBe(ErrorKind.Unsupported);
  await socket.connect(socket.localAddr());
  const receiving = socket.recv(new Uint8Array(1));
  await socket.send(Uint8Array.of(1));
  expect(await receiving).toBe(1);
}
