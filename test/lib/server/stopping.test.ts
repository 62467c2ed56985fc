// Every way in which a server ends, and what becomes of its connections.
import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { handlers, TcpListener, type TcpServer } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { MODES } from '../../support/modes.js';
import { endPeers, nodePeer, type PeerTools } from '../../support/node-peer.js';
import { NodeClient, next, started, until } from './support.js';

afterEach(endPeers);

const OVER = { active: 0, threads: 0, errors: {} };

/** Clients that send, and take what comes, until their connections end; says how many of these ended. */
function load({ net, ready, done }: PeerTools, port: number, clients: number): void {
  let connected = 0;
  let ended = 0;
  for (let i = 0; i < clients; i++) {
    const socket = net.connect({ port, host: '127.0.0.1' });
    const send = () => socket.write('x'.repeat(20_000));
    socket
      .on('connect', send)
      .on('data', send)
      .on('error', () => {});
    socket.once('data', () => ++connected === clients && ready());
    socket.on('close', () => ++ended === clients && done(ended));
  }
}

/** A client that has been answered. */
async function greeted(server: TcpServer, request = 'x', reply = request): Promise<NodeClient> {
  const client = await NodeClient.connect(server);
  client.send(request);
  expect(await client.receive(reply.length)).toBe(reply);
  return client;
}

describe.each(MODES)('a server ends, threads: %j', (threads) => {
  it('by close(): connections end, the port is free, close is told once', async () => {
    const server = started({ threads });
    const addr = server.localAddr();
    const client = await greeted(server);
    const close = vi.fn();
    server.on('close', close);
    server.close();
    TcpListener.bind(addr).close();
    server.close();
    await client.closed();
    await server.shutdown();
    expect(close).toHaveBeenCalledTimes(1);
    expect(server.stats()).toMatchObject({ ...OVER, accepted: 1, ended: 1 });
  });

  it('by close() under load: every connection ends, and none of them by an error of its own', async () => {
    const server = started({ threads });
    const peer = await nodePeer(load, server.localAddr().port, 50);
    server.close();
    await server.shutdown();
    expect(await peer.done()).toBe(50);
    expect(server.stats()).toMatchObject({ ...OVER, accepted: 50, ended: 50 });
  });

  it('by shutdown() under load, when its time is over', async () => {
    const server = started({ threads });
    const peer = await nodePeer(load, server.localAddr().port, 50);
    const begun = performance.now();
    await server.shutdown({ drain: 100 });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(100);
    expect(await peer.done()).toBe(50);
    expect(server.stats()).toMatchObject({ ...OVER, accepted: 50, ended: 50 });
  });

  it('by shutdown(): a connection may finish, no new one is accepted', async () => {
    const server = started({ threads });
    const addr = server.localAddr();
    const client = await greeted(server);
    const over = server.shutdown({ drain: Number.POSITIVE_INFINITY });
    TcpListener.bind(addr).close();
    client.end('yz');
    expect(await client.receiveToEnd()).toBe('xyz');
    await over;
    expect(server.stats()).toMatchObject({ ...OVER, accepted: 1, ended: 1 });
  });

  it('by shutdown() without a drain: an idle connection ends in good order, at once', async () => {
    const server = started({ threads });
    const client = await greeted(server);
    await server.shutdown();
    expect(await client.receiveToEnd()).toBe('x');
    expect(server.stats()).toMatchObject(OVER);
  });

  it('by shutdown(): an idle connection may stay for the drain, and is served meanwhile', async () => {
    const server = started({ threads });
    const client = await greeted(server);
    const begun = performance.now();
    const over = server.shutdown({ drain: 400 });
    client.send('y');
    expect(await client.receive(2)).toBe('xy');
    await over;
    expect(performance.now() - begun).toBeGreaterThanOrEqual(400);
    expect(await client.receiveToEnd()).toBe('xy');
  });

  it('by shutdown(): what a peer has sent before its end is answered, however much it is', async () => {
    const server = started({ threads }, handlers.kv());
    const client = await greeted(server, 'SET a 1\n', 'OK\n');
    client.end('GET a\n'.repeat(10_000));
    await client.receive(5);
    await server.shutdown({ drain: 10_000 });
    expect(await client.receiveToEnd()).toBe(`OK\n${'1\n'.repeat(10_000)}`);
  });

  it('by shutdown(): half a request is never taken for a whole one', async () => {
    const handler = handlers.kv();
    const server = started({ threads }, handler);
    const client = await greeted(server, 'SET a 1\nSET b 12', 'OK\n');
    await server.shutdown();
    expect(await client.receiveToEnd()).toBe('OK\n');
    const other = await NodeClient.connect(started({ threads }, handler));
    other.end('GET a\nGET b\n');
    expect(await other.receiveToEnd()).toBe('1\n(nil)\n');
  });

  it('by shutdown(), also with a peer that never reads', async () => {
    const server = started({ threads });
    const client = await greeted(server);
    client.pause();
    client.send(Buffer.alloc(32 * 1024 * 1024));
    await until(() => server.stats().bytesIn > 100_000);
    await server.shutdown({ drain: 50 });
    expect(server.stats()).toMatchObject(OVER);
  });

  it('sooner, by a second shutdown() or close()', async () => {
    for (const sooner of ['shutdown', 'close'] as const) {
      const server = started({ threads });
      const client = await greeted(server);
      const over = server.shutdown({ drain: Number.POSITIVE_INFINITY });
      server[sooner]();
      await over;
      await client.closed();
    }
  });

  it('by an AbortSignal, of which nothing is left afterwards', async () => {
    const controller = new AbortController();
    const server = started({ threads, signal: controller.signal });
    const other = started({ threads, signal: controller.signal });
    const client = await greeted(server);
    await other.shutdown();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    const closed = next(server, 'close');
    controller.abort();
    await closed;
    await client.closed();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    expectIoError(() => server.localAddr(), { code: 'ERR_SOCKET_CLOSED' });
  });

  it('before it has begun, by an AbortSignal: the reason is thrown, nothing is bound', () => {
    const addr = started({ threads }).localAddr();
    const signal = AbortSignal.abort(new Error('before'));
    expect(() => started({ threads, signal }, handlers.echo(), String(addr))).toThrow('before');
    expect(() => started({ threads, signal: AbortSignal.abort() })).toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });

  it('by using and await using', async () => {
    let first: TcpServer;
    {
      using server = started({ threads });
      first = server;
    }
    expectIoError(() => first.localAddr(), { code: 'ERR_SOCKET_CLOSED' });
    let client: NodeClient;
    {
      await using server = started({ threads });
      client = await greeted(server);
      first = server;
    }
    expect(await client.receiveToEnd()).toBe('x');
    expect(first.stats()).toMatchObject(OVER);
  });

  it('and answers questions afterwards', async () => {
    const server = started({ threads });
    await server.shutdown();
    expectIoError(() => server.localAddr(), { code: 'ERR_SOCKET_CLOSED' });
    expect(server.ref().unref()).toBe(server);
    expect(inspect(server)).toBe('TcpServer { closed }');
    server.close();
    await server.shutdown({ drain: 5 });
  });
});
