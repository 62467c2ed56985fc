import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IoError, type ServerMessages, type TcpServer } from '../../../lib/index.js';
import { publish } from '../../../lib/server/channels.js';
import { MODES } from '../../support/modes.js';
import { NodeClient, started, until } from './support.js';

/** What native code was told of who wants what, a number for each call. */
const asked = vi.hoisted((): number[] => []);

vi.mock('../../../lib/binding/index.js', async (original) => {
  const { native } = await original<typeof import('../../../lib/binding/index.js')>();
  const serverListen: typeof native.serverListen = (server, topics) => {
    asked.push(topics);
    native.serverListen(server, topics);
  };
  return { native: { ...native, serverListen } };
});

type Name = keyof ServerMessages;
type Message = { name: string; server: TcpServer } & Record<string, unknown>;

const subscriptions: [Name, (message: unknown) => void][] = [];

function subscribed(name: Name, subscriber: (message: unknown, name: string | symbol) => void): void {
  subscribe(name, subscriber);
  subscriptions.push([name, subscriber as (message: unknown) => void]);
}

/** All that is published on these channels from now on. */
function heard(...names: Name[]): Message[] {
  const messages: Message[] = [];
  for (const name of names) {
    subscribed(name, (message) => messages.push({ name, ...(message as { server: TcpServer }) }));
  }
  return messages;
}

afterEach(() => {
  for (const [name, subscriber] of subscriptions.splice(0)) unsubscribe(name, subscriber);
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function visit(server: TcpServer): Promise<void> {
  const client = await NodeClient.connect(server);
  client.end('hello');
  await client.receiveToEnd();
}

describe.each(MODES)('the channels of servers, threads: %j', (threads) => {
  it("tell of a server's life, without a listener", async () => {
    const messages = heard(
      'stdnet:server.listening',
      'stdnet:server.connection',
      'stdnet:server.disconnect',
      'stdnet:server.close',
    );
    const server = started({ threads });
    expect(messages).toEqual([{ name: 'stdnet:server.listening', server }]);
    await visit(server);
    await until(() => messages.length === 3);
    await server.shutdown();
    expect(messages.slice(1)).toEqual([
      { name: 'stdnet:server.connection', server, info: expect.objectContaining({ id: 1 }) },
      {
        name: 'stdnet:server.disconnect',
        server,
        info: expect.objectContaining({ id: 1, bytesIn: 5, bytesOut: 5, error: null }),
      },
      { name: 'stdnet:server.close', server },
    ]);
  });

  it('tell of a connection that was refused', async () => {
    const messages = heard('stdnet:server.drop');
    const server = started({ threads, maxConnections: 1 });
    const first = await NodeClient.connect(server);
    first.send('x');
    await first.receive(1);
    const second = await NodeClient.connect(server);
    await until(() => messages.length === 1);
    const { reason, peer } = messages[0]!;
    expect([reason, String(peer)]).toEqual(['max-connections', `127.0.0.1:${second.localPort}`]);
  });

  it('may be subscribed to when a server has long begun, and are silent afterwards', async () => {
    const server = started({ threads });
    await visit(server);
    await turn();
    const subscriber = vi.fn();
    subscribe('stdnet:server.disconnect', subscriber);
    await visit(server);
    await until(() => subscriber.mock.calls.length === 1);
    expect(subscriber.mock.calls[0]![0]).toMatchObject({ info: { id: 2 } });
    unsubscribe('stdnet:server.disconnect', subscriber);
    await visit(server);
    await server.shutdown();
    expect(subscriber).toHaveBeenCalledTimes(1);
  });
});

describe('a server', () => {
  it('asks native code for what is listened or subscribed to, and for nothing else', async () => {
    asked.length = 0;
    const server = started();
    await turn();
    expect(asked).toEqual([0]);
    const ignore = () => {};
    const last = () => asked.at(-1);
    subscribe('stdnet:server.connection', ignore);
    expect(last()).toBe(1);
    server.on('error', ignore).on('connection', ignore);
    expect(last()).toBe(9);
    unsubscribe('stdnet:server.connection', ignore);
    expect(last()).toBe(9);
    server.removeAllListeners();
    expect(last()).toBe(0);

    await server.shutdown();
    const before = asked.length;
    subscribe('stdnet:server.connection', ignore);
    unsubscribe('stdnet:server.connection', ignore);
    expect(asked.length).toBe(before);
  });

  it('publishes an error of accepting', () => {
    const messages = heard('stdnet:server.error');
    const server = started();
    const error = IoError.fromRawOsError(24);
    publish(server, ['error', error]);
    expect(messages).toEqual([{ name: 'stdnet:server.error', server, error }]);
  });

  it('is not disturbed by a subscriber that throws', async () => {
    const thrown: unknown[] = [];
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => thrown.push(error));
    try {
      subscribed('stdnet:server.disconnect', () => {
        throw new Error('a subscriber');
      });
      const server = started();
      const listener = vi.fn();
      server.on('disconnect', listener);
      await visit(server);
      await until(() => listener.mock.calls.length === 1 && thrown.length === 1);
      expect(String(thrown[0])).toBe('Error: a subscriber');
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });
});
