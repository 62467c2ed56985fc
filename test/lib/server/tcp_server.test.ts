import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import {
  type ConnectionInfo,
  type DisconnectInfo,
  type DropReason,
  handlers,
  type SocketAddr,
  TcpServer,
  TcpStream,
} from '../../../lib/index.js';
import { NodeClient, next, started, until } from './support.js';

describe("a server's events", () => {
  it("tell of each connection's life", async () => {
    const server = started();
    const local = server.localAddr();
    const connected = next<[ConnectionInfo]>(server, 'connection');
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    const { localPort } = client;
    client.end('hello');
    await client.receiveToEnd();

    const [info] = await connected;
    expect(info).toMatchObject({ id: 1 });
    expect([String(info.peer), info.local.equals(local)]).toEqual([`127.0.0.1:${localPort}`, true]);
    const [end] = await disconnected;
    expect(end).toMatchObject({ id: 1, bytesIn: 5, bytesOut: 5, error: null });
    expect(end.peer.equals(info.peer)).toBe(true);
    expect(end.duration).toBeGreaterThan(0);
  });

  it('tell of a reset as an error, with the address of the peer', async () => {
    const server = started();
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    const { localPort } = client;
    client.send('x');
    await client.receive(1);
    client.reset();
    const [{ error }] = await disconnected;
    expect(error).toMatchObject({
      name: 'IoError',
      kind: 'ConnectionReset',
      code: 'ECONNRESET',
      port: localPort,
    });
    expect(server.stats().errors).toEqual({ ConnectionReset: 1 });
  });

  it('tell of a connection over the limit', async () => {
    const server = started({ maxConnections: 1 });
    const first = await NodeClient.connect(server);
    first.send('x');
    await first.receive(1);
    const dropped = next<[SocketAddr | null, DropReason]>(server, 'drop');
    const second = await NodeClient.connect(server);
    const [peer, reason] = await dropped;
    expect([String(peer), reason]).toEqual([`127.0.0.1:${second.localPort}`, 'max-connections']);
    await second.closed();
    expect(server.stats().dropped).toEqual({ maxConnections: 1, noThread: 0, noDescriptor: 0 });
  });

  it('come in order, all of them, however many', async () => {
    const server = started();
    const ids: number[] = [];
    server.on('disconnect', ({ id }) => ids.push(id));
    for (let round = 0; round < 10; round++) {
      const clients = await Promise.all(Array.from({ length: 50 }, () => NodeClient.connect(server)));
      for (const client of clients) client.end();
      await Promise.all(clients.map((client) => client.receiveToEnd()));
    }
    await until(() => ids.length === 500);
    expect(new Set(ids).size).toBe(500);
  });

  it('reach the other listeners when one throws', async () => {
    const server = started();
    const thrown: unknown[] = [];
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => thrown.push(error));
    try {
      const ends: number[] = [];
      server.on('connection', ({ id }) => {
        throw new Error(`listener of ${id}`);
      });
      server.on('disconnect', ({ id }) => ends.push(id));
      const clients = await Promise.all([1, 2, 3].map(() => NodeClient.connect(server)));
      for (const client of clients) client.end();
      await until(() => ends.length === 3);
      expect(thrown.map(String).sort()).toEqual([1, 2, 3].map((id) => `Error: listener of ${id}`));
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });

  it('reach listeners that come after the connection, in the turn that started the server', async () => {
    const server = started();
    using stream = TcpStream.connect(server.localAddr());
    stream.writeAll('x');
    stream.readExact(Buffer.alloc(1)); // its thread is at work
    stream.close();
    const connected = next<[ConnectionInfo]>(server, 'connection');
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    expect([(await connected)[0].id, (await disconnected)[0].id]).toEqual([1, 1]);
  });

  it('are not sent where nobody listens any more', async () => {
    const server = started();
    const seen: number[] = [];
    server.once('disconnect', ({ id }) => seen.push(id));
    for (let i = 0; i < 2; i++) {
      const client = await NodeClient.connect(server);
      client.end();
      await client.receiveToEnd();
      await until(() => server.stats().ended === i + 1);
    }
    const listener = vi.fn();
    server.on('disconnect', listener);
    server.removeAllListeners();
    server.on('connection', listener).off('connection', listener);
    const client = await NodeClient.connect(server);
    client.end();
    await client.receiveToEnd();
    await server.shutdown();
    expect(listener).not.toHaveBeenCalled();
    expect(seen).toEqual([1]);
  });
});

describe('TcpServer', () => {
  it('shows its address, and nothing of its data', () => {
    const server = started({}, handlers.kv());
    expect(inspect(server)).toBe(`TcpServer { local: SocketAddr(${server.localAddr()}), active: 0 }`);
  });

  it('is made by serve() only', () => {
    expect(() => Reflect.construct(TcpServer, [])).toThrow(/Illegal constructor: use serve/);
    const handler = handlers.echo();
    expect(handler.name).toBe('echo');
    expect(() => Reflect.construct(handler.constructor, [])).toThrow(/Illegal constructor: use handlers/);
  });
});
