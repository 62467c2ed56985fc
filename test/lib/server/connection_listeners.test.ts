// Listeners that throw, close or come late: what they miss, and what the others do not.
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../lib/index.js';
import { MODES } from '../../support/modes.js';
import { NodeClient, started, until } from './support.js';

const uncaught: unknown[] = [];
const others = process.listeners('uncaughtException');
const note = (error: unknown) => uncaught.push(error);

beforeEach(() => {
  uncaught.length = 0;
  process.removeAllListeners('uncaughtException').on('uncaughtException', note);
});
afterEach(() => {
  process.off('uncaughtException', note);
  for (const other of others) process.on('uncaughtException', other);
});

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe.each(MODES)('listeners of a connection, threads: %j', (threads) => {
  /** A connection, and its peer. */
  async function pair() {
    const connections: Connection[] = [];
    const server = started({ threads }, (connection) => {
      connections.push(connection);
    });
    const client = await NodeClient.connect(server);
    await until(() => connections.length > 0);
    return { server, client, connection: connections[0] as Connection };
  }

  it("throw, and 'close' comes all the same", async () => {
    const { server, client, connection } = await pair();
    const told: string[] = [];
    client.end('bytes');
    await until(() => server.stats().bytesIn === 5);
    await soon(); // the client's end has gone out too
    connection.end();
    while (server.stats().ended === 0); // and nothing of that is told yet
    for (const name of ['data', 'end'] as const) {
      connection.on(name, () => {
        told.push(name);
        throw new Error(name);
      });
    }
    connection.pause().on('close', () => told.push('close'));
    await soon();
    await soon();
    expect(told).toEqual([]);
    connection.resume();
    await until(() => told.includes('close'));
    expect(told).toEqual(['data', 'end', 'close']);
    expect(uncaught.map(String)).toEqual(['Error: data', 'Error: end']);
  });

  it("throw at the end of the server, and its 'close' comes all the same", async () => {
    const connections: Connection[] = [];
    const server = started({ threads }, (connection) => {
      connections.push(connection);
      connection.on('close', () => {
        throw new Error(`close ${connection.id}`);
      });
    });
    for (let i = 0; i < 3; i++) await NodeClient.connect(server);
    await until(() => connections.length === 3);
    const over = once(server, 'close', { signal: AbortSignal.timeout(10_000) });
    server.close();
    // Nothing else runs before all have ended: what they say is found by the server's last event.
    while (server.stats().threads > 0);
    await over;
    await until(() => uncaught.length === 3);
    expect(uncaught.map(String).sort()).toEqual([1, 2, 3].map((id) => `Error: close ${id}`));
  });

  it("pause, and hear 'end' before 'close' when they go on", async () => {
    const { server, client, connection } = await pair();
    const told: string[] = [];
    connection.on('data', () => {
      told.push('data');
      connection.pause();
    });
    connection.on('end', () => told.push('end')).on('close', () => told.push('close'));
    connection.end();
    client.end('x');
    // The pool does not see the peer's end while the connection is paused; a thread that was receiving already does.
    for (let looks = 0; looks < 100 && server.stats().ended === 0; looks++) await soon();
    await until(() => told.includes('data'));
    await soon();
    expect(told).toEqual(['data']);
    connection.resume();
    await until(() => told.includes('close'));
    expect(told).toEqual(['data', 'end', 'close']);
  });

  it('destroy what is paused and has ended', async () => {
    const { server, client, connection } = await pair();
    const told: string[] = [];
    client.send('never read');
    await until(() => server.stats().bytesIn === 10);
    connection.on('data', () => told.push('data')).pause();
    connection.on('error', (error) => told.push(error.message)).on('close', () => told.push('close'));
    server.close();
    await server.shutdown();
    await soon();
    expect(told).toEqual([]);
    connection.destroy(new Error('unread'));
    connection.destroy();
    expect(told).toEqual([]);
    await soon();
    await soon();
    expect(told).toEqual(['unread', 'close']);
  });

  it("hear no 'drain' of what was destroyed", async () => {
    const { client, connection } = await pair();
    client.pause();
    const block = Buffer.alloc(1 << 20);
    while (connection.write(block));
    let drains = 0;
    connection.on('drain', () => {
      drains += 1;
      connection.destroy();
    });
    const over = once(connection, 'close', { signal: AbortSignal.timeout(10_000) });
    client.resume();
    await over;
    expect(drains).toBe(1);
  });
});

describe.each(MODES)('a loop over a connection, threads: %j', (threads) => {
  it('that is left before all was read destroys it, though the peer has ended', async () => {
    const server = started({ threads }, async (connection) => {
      await soon();
      for await (const _ of connection) {
        await until(() => server.stats().bytesIn === 6);
        await soon();
        break;
      }
    });
    const client = await NodeClient.connect(server);
    client.end('unread');
    await client.closed();
    await until(() => server.stats().ended === 1);
  });

  it('that begins when all is over ends', async () => {
    const iterators: AsyncIterator<Buffer>[] = [];
    const server = started({ threads }, (connection) => {
      iterators.push(connection[Symbol.asyncIterator]());
    });
    await NodeClient.connect(server);
    await until(() => iterators.length === 1);
    server.close();
    await server.shutdown();
    await soon();
    expect(await (iterators[0] as AsyncIterator<Buffer>).next()).toEqual({ done: true, value: undefined });
  });

  it('keeps little of many small pieces that nobody reads', async () => {
    const connections: Connection[] = [];
    const server = started({ threads }, (connection) => {
      connections.push(connection);
    });
    const client = await NodeClient.connect(server);
    let sent = 0;
    let before = -1;
    // Each byte is a chunk, until the server does not want any more.
    while (before !== server.stats().bytesIn) {
      before = server.stats().bytesIn;
      for (let i = 0; i < 20_000; i++) {
        client.send('x');
        sent += 1;
        if (i % 100 === 0) await soon();
      }
    }
    expect(sent).toBeLessThan(200_000);
    const [connection] = connections as [Connection];
    connection.on('data', () => {});
    await until(() => connection.bytesRead === sent);
  });
});
