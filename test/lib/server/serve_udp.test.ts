import { spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { handlers, SocketAddr, serveUdp, UdpSocket } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { datagramSocket } from '../../support/pair.js';
import { Program, stopPrograms } from '../../support/program.js';
import { DgramClient, startedUdp } from './udp_support.js';

describe.each(['127.0.0.1', '[::1]'])('a UDP server on %s', (host) => {
  const bare = host.replace(/[[\]]/g, '');

  it('echoes to node:dgram: nothing, a little, the most there can be', async () => {
    const server = startedUdp({}, handlers.udpEcho(), `${host}:0`);
    const client = await DgramClient.connect(server.localAddr().port, bare);
    const sizes = [0, 1, 64, 1472, 65_507];
    for (const size of sizes) {
      const data = Buffer.alloc(size, `${size}!`);
      expect(data.equals(await client.ask(data))).toBe(true);
    }
    await server.shutdown();
    const bytes = sizes.reduce((sum, size) => sum + size);
    expect(server.stats()).toEqual({
      received: sizes.length,
      sent: sizes.length,
      bytesIn: bytes,
      bytesOut: bytes,
      truncated: 0,
      droppedByKernel: 0,
      errors: {},
    });
  });

  it('goes on while JavaScript is busy: a UdpSocket of this very thread is answered', () => {
    const server = startedUdp({}, handlers.udpEcho(), `${host}:0`);
    using socket = UdpSocket.bind(`${host}:0`);
    socket.connect(server.localAddr());
    socket.setReadTimeout(20_000);
    const buf = Buffer.alloc(10);
    for (const text of ['one', '', 'two']) {
      socket.send(text);
      expect(buf.toString('utf8', 0, socket.recv(buf))).toBe(text);
    }
  });
});

describe('serveUdp()', () => {
  it('tells the time to whoever asks for it, and nothing to others', async () => {
    const server = startedUdp({}, handlers.udpTime());
    const client = await DgramClient.connect(server.localAddr().port);
    for (const other of ['time', 'TIME\n', 'TIMES', '']) client.send(other);
    const before = Math.floor(Date.now() / 1000);
    const seconds = String(await client.ask('TIME'));
    expect(seconds).toMatch(/^\d+$/);
    expect(Number(seconds)).toBeGreaterThanOrEqual(before);
    expect(Number(seconds)).toBeLessThanOrEqual(Date.now() / 1000);
    await server.shutdown();
    expect(server.stats()).toMatchObject({ received: 5, sent: 1, bytesIn: 18, errors: {} });
  });

  it('serves a thousand clients, with one thread and with several', async () => {
    for (const threads of [1, 4]) {
      const server = startedUdp({ threads, recvBufferSize: 4 * 1024 * 1024 });
      const { port } = server.localAddr();
      const clients: UdpSocket[] = Array.from({ length: 1000 }, () => datagramSocket());
      const buf = Buffer.alloc(100);
      for (const client of clients) {
        client.connect(['127.0.0.1', port]);
        client.setReadTimeout(20_000);
      }
      // Fifty at a time: what waits must find room, whatever net.core.rmem_max says.
      for (let i = 0; i < clients.length; i += 50) {
        const some = clients.slice(i, i + 50);
        for (const [k, client] of some.entries()) client.send(`client ${i + k}`);
        for (const [k, client] of some.entries()) {
          expect(buf.toString('utf8', 0, client.recv(buf))).toBe(`client ${i + k}`);
        }
      }
      for (const client of clients) client.close();
      await server.shutdown();
      expect(server.stats()).toMatchObject({ received: 1000, sent: 1000, droppedByKernel: 0 });
    }
  });

  it('cuts what is longer than maxDatagram', async () => {
    const server = startedUdp({ maxDatagram: 4 });
    const client = await DgramClient.connect(server.localAddr().port);
    expect(String(await client.ask('1234'))).toBe('1234');
    expect(String(await client.ask('12345'))).toBe('1234');
    await server.shutdown();
    expect(server.stats()).toMatchObject({ received: 2, truncated: 1, bytesIn: 8, bytesOut: 8 });
  });

  it('answers from the address that was asked, where it has several', async () => {
    const server = startedUdp({}, handlers.udpEcho(), '0.0.0.0:0');
    for (const host of ['127.0.0.1', '127.0.0.2', '127.9.9.9']) {
      const client = await DgramClient.connect(server.localAddr().port, host);
      expect(String(await client.ask(`to ${host}`))).toBe(`to ${host}`);
    }
  });

  it('on [::] serves IPv4 too, unless ipv6Only', async () => {
    const both = startedUdp({ ipv6Only: false }, handlers.udpEcho(), '[::]:0');
    for (const host of ['::1', '127.0.0.1', '127.0.0.3']) {
      const client = await DgramClient.connect(both.localAddr().port, host);
      expect(String(await client.ask('hello'))).toBe('hello');
    }
    const six = startedUdp({ ipv6Only: true }, handlers.udpEcho(), '[::]:0');
    const { port } = six.localAddr();
    startedUdp({}, handlers.udpTime(), `0.0.0.0:${port}`).close();
    const client = await DgramClient.connect(port, '::1');
    expect(String(await client.ask('hello'))).toBe('hello');
  });

  const scoped = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, scopeid }) => family === 'IPv6' && scopeid);
  it.skipIf(!scoped)('serves a link-local address with its scope', async () => {
    const addr = new SocketAddr(scoped!.address, 0, { scopeId: scoped!.scopeid! });
    for (const on of [String(addr), '[::]:0']) {
      const server = startedUdp({}, handlers.udpEcho(), on);
      using socket = UdpSocket.bind(addr);
      socket.setReadTimeout(20_000);
      const { port } = server.localAddr();
      socket.sendTo('hello', new SocketAddr(scoped!.address, port, { scopeId: scoped!.scopeid! }));
      const [n, from] = socket.recvFrom(Buffer.alloc(10));
      expect([n, from.address, from.port]).toEqual([5, scoped!.address, port]);
    }
  });

  it.skipIf(spawnSync('nc', ['-h']).error !== undefined)('answers nc', async () => {
    const server = startedUdp();
    const nc = new Program('nc', ['-u', '127.0.0.1', String(server.localAddr().port)]);
    try {
      for (const line of ['one', 'two', 'three']) {
        nc.write(`${line}\n`);
        await nc.line(new RegExp(`^${line}$`));
      }
    } finally {
      await stopPrograms();
    }
  });

  it('throws as bind does where the port is taken, and shares it with reusePort', async () => {
    const first = startedUdp({ reusePort: true });
    const addr = first.localAddr();
    expectIoError(() => serveUdp(addr, handlers.udpEcho()), {
      kind: 'AddrInUse',
      code: 'EADDRINUSE',
      syscall: 'bind',
      port: addr.port,
    });
    const second = startedUdp({ reusePort: true }, handlers.udpEcho(), String(addr));
    const clients = await Promise.all(Array.from({ length: 64 }, () => DgramClient.connect(addr.port)));
    await Promise.all(clients.map((client) => client.ask('x')));
    await Promise.all([first.shutdown(), second.shutdown()]);
    const counts = [first.stats().received, second.stats().received];
    expect(counts[0]! + counts[1]!).toBe(64);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  it('tries each address in turn', () => {
    using taken = UdpSocket.bind('127.0.0.1:0');
    const server = serveUdp([taken.localAddr(), SocketAddr.parse('127.0.0.1:0')], handlers.udpEcho());
    expect(server.localAddr().port).not.toBe(taken.localAddr().port);
    server.close();
  });
});
