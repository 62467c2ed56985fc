import { describe, expect, it } from 'vitest';
import { TcpListener } from '../../../lib/index.js';
import { expectInvalidType, expectIoError } from '../../support/argument_errors.js';
import { eachIp } from '../../support/each-ip.js';
import { datagramSocket, pair } from '../../support/pair.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();

const ZERO = { kind: 'InvalidInput', message: 'cannot set a 0 duration timeout', rawOsError: null };

describe('timeouts', () => {
  const sockets = { stream: () => pair()[0], datagrams: () => datagramSocket() };

  it.each(Object.entries(sockets))('of a %s socket', (_name, make) => {
    using socket = make();
    for (const [set, get] of [
      [(ms: number | null) => socket.setReadTimeout(ms), () => socket.readTimeout()],
      [(ms: number | null) => socket.setWriteTimeout(ms), () => socket.writeTimeout()],
    ] as const) {
      set(null);
      expect(get()).toBeNull();
      set(1500);
      expect(get()).toBe(1500);
      // A tiny one never becomes "for ever"; the kernel keeps what its clock can tell.
      for (const tiny of [1e-9, 0.0001, 0.001, 0.5]) {
        set(tiny);
        expect(get()).toBeGreaterThan(0);
        expect(get()).toBeLessThanOrEqual(20);
      }
      for (const zero of [0, -0]) expectIoError(() => set(zero), ZERO);
      expect(get()).toBeGreaterThan(0);
      set(Number.MAX_SAFE_INTEGER);
    }
  });

  it('are never shorter than asked for, down to a microsecond', () => {
    const [a, b] = pair();
    // 8.001 * 1000 is a little under 8001.
    for (let ms = 1; ms < 300; ms++) {
      a.setReadTimeout(ms + 0.001);
      expect(a.readTimeout()).toBeGreaterThan(ms);
    }
    a.close();
    b.close();
  });

  it('a read timeout is WouldBlock', () => {
    const [a, b] = pair();
    a.setReadTimeout(0.0001);
    expectIoError(() => a.read(Buffer.alloc(1)), { kind: 'WouldBlock', rawOsError: 11, syscall: 'recv' });
    expectIoError(() => a.peek(Buffer.alloc(1)), { kind: 'WouldBlock' });
    expectIoError(() => a.readExact(Buffer.alloc(1)), { kind: 'WouldBlock', transferred: 0 });
    a.close();
    b.close();
  });

  it('read and write timeouts are apart', () => {
    const [a, b] = pair();
    a.setReadTimeout(1000);
    a.setWriteTimeout(null);
    expect([a.readTimeout(), a.writeTimeout()]).toEqual([1000, null]);
    a.close();
    b.close();
  });
});

describe('options of every socket', () => {
  eachIp('ttl', (host) => {
    using listener = TcpListener.bind([host, 0]);
    listener.setTtl(77);
    expect(listener.ttl()).toBe(77);
    for (const refused of [0, 256, 2 ** 31 - 1])
      expectIoError(() => listener.setTtl(refused), { kind: 'InvalidInput' });
  });

  it('takeError', () => {
    const [a, b] = pair();
    expect(a.takeError()).toBeNull();
    b.setLinger(0);
    b.close();
    const error = a.takeError();
    expect(error).toMatchObject({ name: 'IoError', kind: 'ConnectionReset', rawOsError: 104 });
    expect(a.takeError()).toBeNull();
    a.close();
  });

  it('setNonblocking', () => {
    const [a, b] = pair();
    a.setNonblocking(true);
    expectIoError(() => a.read(Buffer.alloc(1)), { kind: 'WouldBlock' });
    expectIoError(() => a.readExact(Buffer.alloc(1)), { kind: 'WouldBlock' });
    b.writeAll('x');
    a.setNonblocking(false);
    expect(a.read(Buffer.alloc(1))).toBe(1);
    a.close();
    b.close();
  });

  it('buffer sizes, which the kernel doubles', () => {
    using socket = datagramSocket();
    socket.setRecvBufferSize(16_384);
    expect(socket.recvBufferSize()).toBeGreaterThanOrEqual(16_384);
    socket.setSendBufferSize(16_384);
    expect(socket.sendBufferSize()).toBeGreaterThanOrEqual(16_384);
    const [a, b] = pair();
    a.setRecvBufferSize(0);
    expect(a.recvBufferSize()).toBeGreaterThan(0);
    a.setSendBufferSize(65_536);
    expect(a.sendBufferSize()).toBeGreaterThanOrEqual(65_536);
    a.close();
    b.close();
  });
});

describe('options of a stream', () => {
  eachIp('nodelay', (host) => {
    const [a, b] = pair(host);
    expect(a.nodelay()).toBe(false);
    a.setNodelay(true);
    expect(a.nodelay()).toBe(true);
    a.setNodelay(false);
    expect(a.nodelay()).toBe(false);
    a.close();
    b.close();
  });

  it('linger, in whole seconds', () => {
    const [a, b] = pair();
    expect(a.linger()).toBeNull();
    for (const [ms, kept] of [
      [1, 1000],
      [1000, 1000],
      [1000.5, 2000],
      [0, 0],
      [-0, 0],
      [null, null],
    ] as const) {
      a.setLinger(ms);
      expect(a.linger()).toBe(kept);
    }
    a.close();
    b.close();
  });

  it('keepalive', () => {
    const [a, b] = pair();
    expect(a.keepalive()).toBeNull();
    a.setKeepalive({ time: 1500, interval: 1000, retries: 4 });
    expect(a.keepalive()).toEqual({ time: 2000, interval: 1000, retries: 4 });
    a.setKeepalive({ interval: 1 });
    expect(a.keepalive()).toEqual({ time: 2000, interval: 1000, retries: 4 });
    a.setKeepalive(null);
    expect(a.keepalive()).toBeNull();
    a.setKeepalive({});
    expect(a.keepalive()).toEqual({ time: 2000, interval: 1000, retries: 4 });
    a.close();
    b.close();
  });

  it('keepalive that is refused switches nothing on', () => {
    const [a, b] = pair();
    expectIoError(() => a.setKeepalive({ time: 0 }), ZERO);
    expectIoError(() => a.setKeepalive({ time: 32_768_000 }), {
      kind: 'InvalidInput',
      syscall: 'setsockopt',
    });
    for (const wrong of [undefined, [], 5]) expectInvalidType(() => a.setKeepalive(wrong as never));
    expectIoError(() => a.setKeepalive({ retries: 0 }), { kind: 'InvalidInput', syscall: 'setsockopt' });
    expect(a.keepalive()).toBeNull();
    a.close();
    b.close();
  });

  it('user timeout, in whole milliseconds', () => {
    const [a, b] = pair();
    expect(a.userTimeout()).toBeNull();
    a.setUserTimeout(0.2);
    expect(a.userTimeout()).toBe(1);
    a.setUserTimeout(30_000);
    expect(a.userTimeout()).toBe(30_000);
    a.setUserTimeout(null);
    expect(a.userTimeout()).toBeNull();
    expectIoError(() => a.setUserTimeout(0), ZERO);
    a.close();
    b.close();
  });
});

describe('options of a datagram socket', () => {
  it('broadcast and IPv4 groups', () => {
    using socket = datagramSocket();
    expect(socket.broadcast()).toBe(false);
    socket.setBroadcast(true);
    expect(socket.broadcast()).toBe(true);
    expect(socket.multicastLoopV4()).toBe(true);
    socket.setMulticastLoopV4(false);
    expect(socket.multicastLoopV4()).toBe(false);
    expect(socket.multicastTtlV4()).toBe(1);
    socket.setMulticastTtlV4(72);
    expect(socket.multicastTtlV4()).toBe(72);
    expectIoError(() => socket.setMulticastTtlV4(256), { kind: 'InvalidInput' });
  });

  it('IPv6 groups', () => {
    using socket = datagramSocket('::1');
    expect(socket.multicastLoopV6()).toBe(true);
    socket.setMulticastLoopV6(false);
    expect(socket.multicastLoopV6()).toBe(false);
  });
});
