// Ports of the tests in Rust's library/std/src/net/udp/tests.rs about options and timeouts; same names.
import { inspect } from 'node:util';
import { expect } from 'vitest';
import { UdpSocket } from '../../../lib/index.js';
import { eachIp } from '../../support/each-ip.js';
import { ErrorKind, kindOf } from '../../support/errors.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();

eachIp('debug', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  const shown = inspect(socket);
  expect(shown).toMatch(/^UdpSocket\b/);
  expect(shown).toContain(socket.localAddr().toString());
  expect(shown).toContain(String(socket.asRawFd()));
});

eachIp('timeouts', (host) => {
  using socket = UdpSocket.bind([host, 0]);
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

function expectTimeout(socket: UdpSocket): void {
  const start = performance.now();
  expect(kindOf(() => socket.recvFrom(new Uint8Array(10)))).toBe(ErrorKind.WouldBlock);
  expect(performance.now() - start).toBeGreaterThan(400);
}

eachIp('test_read_timeout', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  socket.setReadTimeout(600);
  expectTimeout(socket);
});

eachIp('test_read_with_timeout', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  socket.setReadTimeout(600);
  socket.sendTo('hello world', socket.localAddr());
  const buf = Buffer.alloc(11);
  expect(socket.recvFrom(buf)[0]).toBe(11);
  expect(buf.toString()).toBe('hello world');
  expectTimeout(socket);
});

eachIp('test_timeout_zero_duration', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  expect(kindOf(() => socket.setWriteTimeout(0))).toBe(ErrorKind.InvalidInput);
  expect(kindOf(() => socket.setReadTimeout(0))).toBe(ErrorKind.InvalidInput);
});

eachIp('ttl', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  socket.setTtl(100);
  expect(socket.ttl()).toBe(100);
});

eachIp('set_nonblocking', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  socket.setNonblocking(true);
  socket.setNonblocking(false);
  socket.connect(socket.localAddr());
  socket.setNonblocking(false);
  socket.setNonblocking(true);
  expect(kindOf(() => socket.recv(new Uint8Array(1)))).toBe(ErrorKind.WouldBlock);
});
