// How servers end whose handler of datagrams is a function.
import { describe, expect, it, vi } from 'vitest';
import { type UdpHandler, UdpSocket } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { datagramSocket } from '../../support/pair.js';
import { until } from './support.js';
import { Sender, startedUdp } from './udp_support.js';

/** Each of `count` datagrams, received but not handled yet. */
function startedWith(count: number, handler: UdpHandler, threads = 1) {
  const server = startedUdp({ threads }, handler);
  const addr = server.localAddr();
  const sender = new Sender(server);
  for (let i = 0; i < count; i++) sender.send(`${i}`);
  const close = vi.fn();
  server.on('close', close);
  return { server, addr, close };
}

describe('shutdown() of a server whose handler is a function', () => {
  it.each([1, 4])(
    'gives it all that was received, and then tells the end, with %i threads',
    async (threads) => {
      const told = new Set<string>();
      const { server, addr, close } = startedWith(
        3000,
        (datagram) => {
          expect(close).not.toHaveBeenCalled();
          told.add(String(datagram));
        },
        threads,
      );
      const over = server.shutdown();
      expect(told.size).toBe(0);
      await over;
      expect(told.size).toBe(3000);
      expect(server.stats().received).toBe(3000);
      await until(() => close.mock.calls.length === 1);
      UdpSocket.bind(addr).close();
    },
  );

  it('gives it what waits in the kernel too', async () => {
    let handled = 0;
    const server = startedUdp({}, () => {
      handled++;
    });
    const addr = server.localAddr();
    using socket = datagramSocket();
    const deadline = Date.now() + 20_000;
    let sent = 0;
    for (; server.stats().droppedByKernel < 100; sent++) {
      if (Date.now() > deadline) throw new Error('nothing is dropped');
      socket.sendTo('', addr);
    }
    const { received } = server.stats();
    const over = server.shutdown();
    socket.sendTo('late', addr);
    await over;
    expect(handled).toBe(server.stats().received);
    expect(handled).toBeGreaterThan(received);
    expect(server.stats().bytesIn).toBe(0);
    expect(handled + server.stats().droppedByKernel).toBeLessThanOrEqual(sent + 1);
  });

  it('from within it: the others still come, and can be answered', async () => {
    const told: string[] = [];
    const server = startedUdp({}, (datagram, from, by) => {
      if (told.length === 0) void by.shutdown();
      told.push(String(datagram));
      by.sendTo(datagram, from);
    });
    using socket = datagramSocket();
    socket.connect(server.localAddr());
    for (let i = 0; i < 30; i++) socket.send(`${i}`);
    const buf = Buffer.alloc(10);
    await server.shutdown();
    for (let i = 0; i < 30; i++) expect(buf.toString('utf8', 0, socket.recv(buf))).toBe(`${i}`);
    expect(told).toHaveLength(30);
    expectIoError(() => server.sendTo('x', socket.localAddr()), { code: 'ERR_SOCKET_CLOSED' });
    expect(server.stats()).toMatchObject({ received: 30, sent: 30, errors: {} });
  });

  it('is cut short by close()', async () => {
    let handled = 0;
    const { server, addr, close } = startedWith(3000, () => {
      if (++handled === 300) server.close();
    });
    await server.shutdown();
    expect(handled).toBe(300);
    await until(() => close.mock.calls.length === 1);
    UdpSocket.bind(addr).close();
  });
});

describe('close() of a server whose handler is a function', () => {
  it('drops what it was not given', async () => {
    const handler = vi.fn();
    const { server, addr, close } = startedWith(3000, handler);
    server.close();
    UdpSocket.bind(addr).close();
    await server.shutdown();
    expect(handler).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalledTimes(1);
    expect(server.stats().received).toBe(3000);
  });

  it('from within it: it is not called again', async () => {
    let handled = 0;
    const { server, close } = startedWith(1000, (_datagram, from, by) => {
      if (++handled < 3) return;
      by.close();
      expectIoError(() => by.sendTo('x', from), { code: 'ERR_SOCKET_CLOSED' });
    });
    await until(() => close.mock.calls.length === 1);
    expect(handled).toBe(3);
    await server.shutdown();
  });

  it.each([1, 4])('wakes threads that wait for room, %i of them', async (threads) => {
    const handler = vi.fn();
    const server = startedUdp({ threads }, handler);
    const addr = server.localAddr();
    using socket = datagramSocket();
    const deadline = Date.now() + 20_000;
    while (server.stats().droppedByKernel < 100) {
      if (Date.now() > deadline) throw new Error('nothing is dropped');
      socket.sendTo('x', addr);
    }
    const began = performance.now();
    server.close();
    expect(performance.now() - began).toBeLessThan(2_000);
    UdpSocket.bind(addr).close();
    await server.shutdown();
    expect(handler).not.toHaveBeenCalled();
  });

  it('by an AbortSignal does the same', async () => {
    const controller = new AbortController();
    let handled = 0;
    const server = startedUdp({ signal: controller.signal }, () => {
      if (++handled === 3) controller.abort();
    });
    const sender = new Sender(server);
    for (let i = 0; i < 100; i++) sender.send('x');
    await server.shutdown();
    expect(handled).toBeLessThanOrEqual(3);
  });
});
