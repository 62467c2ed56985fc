// Every way in which a server whose handler is in Workers ends.
import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { type DisconnectInfo, TcpListener } from '../../../lib/index.js';
import { settled, socketCount, threadCount } from '../../support/counts.mjs';
import { NodeClient, next, until } from './support.js';
import { answerOf, inTwoWorkers, parkedIn, saying } from './workers_support.js';

const OVER = { active: 0, threads: 0, errors: {} };

const parkedInTwo: typeof inTwoWorkers = (options, { threads = 2, ...workers } = {}) =>
  parkedIn(threads, options, workers);

describe.each([
  ['serve one connection at a time', inTwoWorkers],
  ['hold many', parkedInTwo],
])('a server with Workers that %s ends', (_which, workers) => {
  it('by close() while they are blocked in accept and in read: the port is free at once', async () => {
    const server = workers();
    const close = vi.fn();
    server.on('close', close);
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await saying(server, 'echo\nx');
    await client.receive(1);
    await until(() => server.stats().threads === 3);
    const addr = server.localAddr();
    server.close();
    TcpListener.bind(addr).close();
    await client.closed();
    await server.shutdown();
    expect((await disconnected)[0].error).toBeNull();
    expect(close).toHaveBeenCalledTimes(1);
    expect(server.stats()).toMatchObject({ ...OVER, accepted: 1, ended: 1 });
    expect(inspect(server)).toBe('TcpServer { closed }');
  });

  it('by close() before any of them has started, and by an AbortSignal', async () => {
    const server = workers();
    server.close();
    await server.shutdown();
    const controller = new AbortController();
    const other = workers({ signal: controller.signal });
    const closed = next(other, 'close');
    controller.abort();
    await closed;
    expect(other.stats()).toMatchObject(OVER);
  });

  it('by shutdown(): who is there may finish, and who waits in the backlog is served', async () => {
    const server = workers({}, { threads: 1 });
    const first = await saying(server, 'echo\nx');
    await first.receive(1);
    const second = await saying(server, 'echo\n');
    second.end('second');
    const addr = server.localAddr();
    const over = server.shutdown({ drain: Number.POSITIVE_INFINITY });
    TcpListener.bind(addr).close();
    first.end('y');
    expect(await first.receiveToEnd()).toBe('xy');
    expect(await second.receiveToEnd()).toBe('second');
    await over;
    expect(server.stats()).toMatchObject({ ...OVER, accepted: 2, ended: 2 });
  });

  it('by shutdown() before any of them has started: who waits is served all the same', async () => {
    const server = workers();
    const client = await saying(server, 'echo\n');
    client.end('early');
    const over = server.shutdown({ drain: 20_000 });
    expect(await client.receiveToEnd()).toBe('early');
    await over;
  });

  it('by shutdown(), when its time is over: reads end, and what was received is answered', async () => {
    const server = workers();
    const client = await saying(server, 'echo\nx');
    await client.receive(1);
    const begun = performance.now();
    const over = server.shutdown({ drain: 200 });
    client.send('y');
    expect(await client.receiveToEnd()).toBe('xy');
    await over;
    expect(performance.now() - begun).toBeGreaterThanOrEqual(200);
    expect(server.stats()).toMatchObject(OVER);
  });

  it('sooner, by close() in the middle of a drain', async () => {
    const server = workers();
    const client = await saying(server, 'echo\nx');
    await client.receive(1);
    const over = server.shutdown({ drain: Number.POSITIVE_INFINITY });
    server.close();
    await over;
    await client.closed();
  });

  it('also when a handler does not: its Worker is ended a second later', async () => {
    const server = workers();
    const client = await saying(server, 'hang\n');
    expect(await client.receive(8)).toBe('hanging\n');
    const begun = performance.now();
    await server.shutdown();
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1_000);
    expect(server.stats()).toMatchObject(OVER);
  });

  it('when no Worker can be started, even though it should wait for who is in the backlog', async () => {
    const server = workers({}, { threads: 1, resourceLimits: { maxOldGenerationSizeMb: 1 } });
    const client = await NodeClient.connect(server);
    await next(server, 'error').catch(() => {}); // once() rejects with it
    await server.shutdown({ drain: Number.POSITIVE_INFINITY });
    await client.closed();
    expect(server.stats()).toMatchObject({ accepted: 0, threads: 0 });
  });

  it('and leaves no thread, and no socket, behind', async () => {
    const round = async (how: 'close' | 'shutdown') => {
      const server = workers();
      expect(await answerOf(server, 'who')).toContain('"id":1');
      const client = await saying(server, 'echo\nx');
      await client.receive(1);
      server[how]();
      await server.shutdown();
      await client.closed();
      client.end();
    };
    await round('close');
    await round('shutdown');
    const before = [threadCount(), socketCount()] as const;
    for (let i = 0; i < 3; i++) await round(i % 2 === 0 ? 'close' : 'shutdown');
    expect(await settled(threadCount, before[0])).toBeLessThanOrEqual(before[0]);
    expect(await settled(socketCount, before[1])).toBeLessThanOrEqual(before[1]);
  });
});
