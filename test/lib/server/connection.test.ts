// Handlers in JavaScript, against node:net.
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Connection, type DisconnectInfo, type IoError, type ServeOptions } from '../../../lib/index.js';
import { MODES } from '../../support/modes.js';
import { acceptor, closed } from './connection_support.js';
import { NodeClient, next, started, until } from './support.js';

/** A server, and the first error of any of its connections. */
function failure(
  threads: (typeof MODES)[number],
  options: ServeOptions,
  handler: (connection: Connection) => void,
) {
  let fail!: (error: Error) => void;
  const error = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const server = started({ threads, ...options }, (connection) => {
    connection.on('error', fail);
    handler(connection);
  });
  return { server, error };
}

describe.each(MODES)('a connection of a JavaScript handler, threads: %j', (threads) => {
  it('gets bytes and answers, and ends with its peer where nobody listens for the end', async () => {
    const server = started({ threads }, (connection) => {
      connection.on('data', (chunk) => connection.write(chunk));
    });
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    client.send('hello');
    expect(await client.receive(5)).toBe('hello');
    client.end(' world');
    expect(await client.receiveToEnd()).toBe('hello world');
    const [info] = await disconnected;
    expect(info).toMatchObject({ id: 1, bytesIn: 11, bytesOut: 11, error: null });
  });

  it('knows who it is', async () => {
    const { server, accept } = acceptor(threads);
    const { client, connection } = await accept();
    expect(connection).toBeInstanceOf(Connection);
    expect(connection.id).toBe(1);
    expect(String(connection.peer)).toBe(`127.0.0.1:${client.localPort}`);
    expect(connection.local.equals(server.localAddr())).toBe(true);
  });

  it('keeps what comes before anybody listens', async () => {
    const { server, accept } = acceptor(threads);
    const { client, connection } = await accept();
    client.end('early');
    await until(() => server.stats().bytesIn === 5);
    const heard: string[] = [];
    connection.on('end', () => heard.push('end'));
    await new Promise((resolve) => setImmediate(resolve));
    connection.on('data', (chunk) => heard.push(String(chunk)));
    await until(() => heard.includes('end'));
    expect(heard).toEqual(['early', 'end']);
    expect(connection.bytesRead).toBe(5);
    connection.end('late');
    expect(await client.receiveToEnd()).toBe('late');
    expect(connection.bytesWritten).toBe(4);
  });

  it('goes on writing after the end of its peer, and after its own end goes on reading', async () => {
    const { accept } = acceptor(threads);
    const first = await accept();
    const ended = once(first.connection.resume(), 'end');
    const firstClosed = closed(first.connection);
    first.client.end();
    await ended;
    first.connection.write('still ');
    first.connection.end('here');
    expect(await first.client.receiveToEnd()).toBe('still here');
    await firstClosed;

    const second = await accept();
    const secondClosed = closed(second.connection);
    second.connection.end('bye');
    expect(await second.client.receiveToEnd()).toBe('bye');
    const data = once(second.connection, 'data');
    second.client.end('and yet');
    expect(String((await data)[0])).toBe('and yet');
    await secondClosed;
  });

  it('tells of a reset as an error, here and at the server', async () => {
    const { server, accept } = acceptor(threads);
    const { client, connection } = await accept();
    const { localPort } = client;
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const errors: (Error | IoError)[] = [];
    connection.on('error', (error) => errors.push(error));
    const over = closed(connection.resume());
    client.send('x');
    await until(() => connection.bytesRead === 1);
    client.reset();
    await over;
    expect(errors).toMatchObject([{ name: 'IoError', kind: 'ConnectionReset', port: localPort }]);
    expect((await disconnected)[0].error).toMatchObject({ kind: 'ConnectionReset' });
    expect(connection.write('too late')).toBe(false);
    connection.end();
    connection.destroy();
    connection.pause().resume();
  });

  it('does not throw an error that nobody listens to', async () => {
    const { accept } = acceptor(threads);
    const { client, connection } = await accept();
    const over = closed(connection.resume());
    client.reset();
    await over;
  });

  it('is destroyed at once, with the error that was given', async () => {
    const { accept } = acceptor(threads);
    const { client, connection } = await accept();
    const why = new Error('enough');
    const error = once(connection, 'error');
    const over = closed(connection);
    connection.destroy(why);
    connection.destroy(new Error('again'));
    expect(connection.write('x')).toBe(false);
    expect((await error)[0]).toBe(why);
    await over;
    await client.closed();
  });

  it('refuses wrong arguments, and data after its end', async () => {
    const { accept } = acceptor(threads);
    const { connection } = await accept();
    for (const wrong of [undefined, null, 5, {}, ['x']]) {
      expect(() => connection.write(wrong as string)).toThrow(TypeError);
    }
    expect(() => connection.destroy('why' as unknown as Error)).toThrow(TypeError);
    expect(() => new (Connection as unknown as new () => Connection)()).toThrow('Illegal constructor');
    connection.end();
    connection.end();
    expect(() => connection.write('x')).toThrow(expect.objectContaining({ code: 'ERR_SOCKET_CLOSED' }));
    expect(() => connection.end('x')).toThrow(expect.objectContaining({ code: 'ERR_SOCKET_CLOSED' }));
  });

  it('is iterated to the end of its peer, and can still answer', async () => {
    const server = started({ threads }, async (connection) => {
      let size = 0;
      for await (const chunk of connection) size += chunk.length;
      connection.end(String(size));
    });
    const client = await NodeClient.connect(server);
    client.send(Buffer.alloc(3_000_000));
    client.end();
    expect(await client.receiveToEnd()).toBe('3000000');
  });

  it('is destroyed by a loop that is left', async () => {
    const server = started({ threads }, async (connection) => {
      for await (const _ of connection) break;
    });
    const client = await NodeClient.connect(server);
    client.send('x');
    await client.closed();
    await until(() => server.stats().ended === 1);
  });

  it('throws into a loop what breaks it, which an async handler need not catch', async () => {
    const seen: unknown[] = [];
    const server = started({ threads }, async (connection) => {
      try {
        for await (const chunk of connection) connection.write(chunk);
      } catch (error) {
        seen.push(error);
        throw error;
      }
    });
    const client = await NodeClient.connect(server);
    client.send('x');
    await client.receive(1);
    client.reset();
    await until(() => seen.length === 1);
    expect(seen).toMatchObject([{ kind: 'ConnectionReset' }]);
    await until(() => server.stats().ended === 1);
  });

  it('ends within the time limits', async () => {
    const idle = failure(threads, { idleTimeout: 50 }, () => {});
    const silent = await NodeClient.connect(idle.server);
    expect(await idle.error).toMatchObject({ kind: 'TimedOut', code: 'ERR_IDLE_TIMEOUT' });
    await silent.closed();

    const patient = failure(threads, { writeTimeout: 50 }, (connection) => {
      connection.write(Buffer.alloc(50_000_000));
    });
    const deaf = await NodeClient.connect(patient.server);
    deaf.pause();
    expect(await patient.error).toMatchObject({ kind: 'TimedOut', code: 'ERR_WRITE_TIMEOUT' });
    await until(() => patient.server.stats().ended === 1);
  });

  it('hears its end when the server drains, and may still answer', async () => {
    const { server, accept } = acceptor(threads);
    const { client, connection } = await accept();
    connection.resume().on('end', () => connection.end('bye'));
    const over = server.shutdown({ drain: 10 });
    expect(await client.receiveToEnd()).toBe('bye');
    client.end();
    await over;
    expect(server.stats()).toMatchObject({ accepted: 1, ended: 1, active: 0, threads: 0, errors: {} });
  });

  it('is closed before the server is, without an error', async () => {
    const { server, accept } = acceptor(threads);
    const { connection } = await accept();
    const order: string[] = [];
    connection.on('end', () => order.push('end'));
    connection.on('error', () => order.push('error'));
    connection.on('close', () => order.push('connection'));
    server.on('close', () => order.push('server'));
    server.close();
    await server.shutdown();
    expect(order).toEqual(['connection', 'server']);
  });
});
