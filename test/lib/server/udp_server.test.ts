import dgram from 'node:dgram';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { handlers, UdpServer, UdpSocket } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { datagramSocket } from '../../support/pair.js';
import { until } from './support.js';
import { DgramClient, startedUdp } from './udp_support.js';

describe('sendTo()', () => {
  it('sends from the address of the server, without being asked', async () => {
    const server = startedUdp();
    using socket = datagramSocket();
    socket.connect(server.localAddr());
    const to = socket.localAddr();
    const buf = Buffer.alloc(20);
    for (const [data, text] of [
      ['grüße', 'grüße'],
      [Buffer.from('bytes'), 'bytes'],
      [new DataView(Buffer.from('a view').buffer, 0, 0), ''],
    ] as const) {
      expect(server.sendTo(data, to)).toBe(Buffer.byteLength(text));
      expect(buf.toString('utf8', 0, socket.recv(buf))).toBe(text);
    }
    expect(server.sendTo('x', ['localhost', to.port])).toBe(1);
    await server.shutdown();
    expect(server.stats()).toMatchObject({ received: 0, sent: 4, bytesOut: 13 });
    expectIoError(() => server.sendTo('x', to), { code: 'ERR_SOCKET_CLOSED' });
  });

  it('throws what the kernel says, and counts nothing', () => {
    const server = startedUdp();
    expectIoError(() => server.sendTo(Buffer.alloc(65_508), '127.0.0.1:9'), {
      kind: 'Uncategorized',
      code: 'EMSGSIZE',
      syscall: 'sendto',
      port: 9,
    });
    expectIoError(() => server.sendTo('x', '127.0.0.1:0'), { kind: 'InvalidInput', code: 'EINVAL' });
    expectIoError(() => server.sendTo('x', []), { kind: 'InvalidInput' });
    expect(server.stats()).toMatchObject({ sent: 0, bytesOut: 0, errors: {} });
  });
});

describe('a UDP server ends', () => {
  it('by close(): the port is free at once, close is told once', async () => {
    const server = startedUdp({ threads: 4 });
    const addr = server.localAddr();
    const client = await DgramClient.connect(addr.port);
    await client.ask('x');
    const close = vi.fn();
    server.on('close', close);
    server.close();
    UdpSocket.bind(addr).close();
    server.close();
    await server.shutdown();
    expect(close).toHaveBeenCalledTimes(1);
    expect(server.stats()).toMatchObject({ received: 1, sent: 1 });
  });

  it('by shutdown(): what had come is answered, and the port is free afterwards', async () => {
    for (let round = 0; round < 20; round++) {
      const server = startedUdp();
      const addr = server.localAddr();
      using socket = datagramSocket();
      const buf = Buffer.alloc(10);
      for (let i = 0; i < 30; i++) socket.sendTo(`${i}`, addr); // over loopback it is there when this returns
      const over = server.shutdown();
      socket.sendTo('late', addr);
      for (let i = 0; i < 30; i++) expect(buf.toString('utf8', 0, socket.recv(buf))).toBe(`${i}`);
      await over;
      UdpSocket.bind(addr).close();
      expect(server.stats()).toMatchObject({ received: 30, sent: 30, errors: {} });
    }
  });

  it('by an AbortSignal', async () => {
    const controller = new AbortController();
    const server = startedUdp({ signal: controller.signal });
    const close = vi.fn();
    server.on('close', close);
    controller.abort();
    expectIoError(() => server.localAddr(), { code: 'ERR_SOCKET_CLOSED' });
    await until(() => close.mock.calls.length === 1);
    expect(() => startedUdp({ signal: controller.signal })).toThrow(controller.signal.reason);
    expect(() => startedUdp({ signal: AbortSignal.abort(new Error('before')) })).toThrow('before');
  });

  it('by using and await using', async () => {
    let first: UdpServer;
    {
      using server = startedUdp();
      first = server;
    }
    expectIoError(() => first.localAddr(), { code: 'ERR_SOCKET_CLOSED' });
    {
      await using server = startedUdp();
      first = server;
    }
    expectIoError(() => first.localAddr(), { code: 'ERR_SOCKET_CLOSED' });
  });

  it('under fire, and leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const server = startedUdp({ signal, threads: 2 });
    const { port } = server.localAddr();
    const socket = dgram.createSocket('udp4');
    const fire = setInterval(() => {
      for (let i = 0; i < 50; i++) socket.send('x', port, '127.0.0.1');
    }, 1);
    try {
      await until(() => server.stats().received > 500);
      await server.shutdown();
    } finally {
      clearInterval(fire);
      socket.close();
    }
    const { received, sent, errors } = server.stats();
    expect({ sent, errors }).toEqual({ sent: received, errors: {} });
    expect(removed).toHaveBeenCalledTimes(1);
  });

  it('and answers questions afterwards', async () => {
    const server = startedUdp();
    await server.shutdown();
    expect(server.ref().unref()).toBe(server);
    expect(inspect(server)).toBe('UdpServer { closed }');
    server.close();
    await server.shutdown();
    expect(server.stats().droppedByKernel).toBe(0);
  });
});

describe('UdpServer', () => {
  it('tells of its life on the channels of servers', async () => {
    const heard: object[] = [];
    const names = ['stdnet:server.listening', 'stdnet:server.close'];
    const subscriber = (message: unknown, name: string | symbol) => {
      heard.push({ name, ...(message as object) });
    };
    for (const name of names) subscribe(name, subscriber);
    try {
      const server = startedUdp();
      await server.shutdown();
      expect(heard).toEqual(names.map((name) => ({ name, server })));
    } finally {
      for (const name of names) unsubscribe(name, subscriber);
    }
  });

  it('shows its address, and nothing of its data', () => {
    const server = startedUdp({}, handlers.udpTime());
    expect(inspect(server)).toBe(`UdpServer { local: SocketAddr(${server.localAddr()}), received: 0 }`);
  });

  it('is made by serveUdp() only', () => {
    expect(() => Reflect.construct(UdpServer, [])).toThrow(/Illegal constructor: use serveUdp/);
    const handler = handlers.udpEcho();
    expect([handler.name, handlers.udpTime().name]).toEqual(['udpEcho', 'udpTime']);
    expect(() => Reflect.construct(handler.constructor, [])).toThrow(/Illegal constructor: use handlers/);
  });

  it('serves with a handler that others have too', async () => {
    const handler = handlers.udpEcho();
    for (const server of [startedUdp({}, handler), startedUdp({}, handler)]) {
      const client = await DgramClient.connect(server.localAddr().port);
      expect(String(await client.ask('both'))).toBe('both');
    }
  });
});
