// Streams over connections: what Node does with its own sockets works with them.
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setImmediate as soon } from 'node:timers/promises';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection, TcpServer } from '../../../lib/index.js';
import { MODES } from '../../support/modes.js';
import { TEST_CERTIFICATE as cert, TEST_KEY as key } from '../../support/test-certificate.js';
import { receivedAtMost } from './connection_support.js';
import { DEADLINE_MS, NodeClient, started, until } from './support.js';

const SIZE = 20_000_000;
const PATTERN = Buffer.from(Array.from({ length: 9973 }, (_, i) => (i * 31) % 251));

const sockets: net.Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

function connect(server: TcpServer): net.Socket {
  const { address, port } = server.localAddr();
  const socket = net.connect({ host: address, port, allowHalfOpen: true });
  sockets.push(socket);
  return socket.on('error', () => {});
}

async function read(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Writes blocks until there is no room for more; how many. */
async function fill(stream: Duplex, block: Buffer): Promise<number> {
  let blocks = 0;
  let room = true;
  const onDrain = () => {
    room = true;
  };
  stream.on('drain', onDrain);
  for (; room; await soon()) {
    room = stream.write(block);
    blocks += 1;
  }
  stream.off('drain', onDrain);
  return blocks;
}

const closed = (stream: Duplex) => once(stream, 'close', { signal: AbortSignal.timeout(DEADLINE_MS) });

describe.each(MODES)('a stream over a connection, threads: %j', (threads) => {
  /** A stream, and its peer. */
  async function pair() {
    const streams: Duplex[] = [];
    const connections: Connection[] = [];
    const server = started({ threads }, (connection) => {
      connections.push(connection);
      streams.push(connection.toDuplex());
    });
    const client = await NodeClient.connect(server);
    await until(() => streams.length > 0);
    return { server, client, duplex: streams[0] as Duplex, connection: connections[0] as Connection };
  }

  it('is echoed by a pipeline, byte for byte', async () => {
    const over: Promise<void>[] = [];
    const server = started({ threads }, (connection) => {
      const duplex = connection.toDuplex();
      over.push(pipeline(duplex, duplex));
    });
    const sent = Buffer.alloc(SIZE, PATTERN);
    const socket = connect(server);
    socket.end(sent);
    expect((await read(socket)).equals(sent)).toBe(true);
    await over[0];
    await until(() => server.stats().ended === 1);
    expect(server.stats()).toMatchObject({ bytesIn: SIZE, bytesOut: SIZE, errors: {} });
  });

  it('holds back a peer whose bytes are not read', async () => {
    const { server, client, duplex } = await pair();
    client.end('x'.repeat(SIZE));
    expect(await receivedAtMost(server)).toBeLessThan(2_000_000);
    expect((await read(duplex)).length).toBe(SIZE);
  });

  it('holds back a writer whose peer does not read', async () => {
    const { client, duplex } = await pair();
    client.pause();
    const block = Buffer.alloc(60_000, 'x');
    const blocks = await fill(duplex, block);
    expect(blocks).toBeLessThan(200);
    const drained = once(duplex, 'drain');
    client.resume();
    await drained;
    duplex.end();
    expect((await client.receiveToEnd()).length).toBe(blocks * block.length);
  });

  it('ends after its peer, with everything that was written before', async () => {
    const { server, client, duplex } = await pair();
    client.pause();
    client.end('all');
    const ended = once(duplex, 'end');
    expect(String((await once(duplex, 'data'))[0])).toBe('all');
    await ended;
    const over = finished(duplex);
    const block = Buffer.alloc(10_000, 'y');
    let size = 0;
    while (server.stats().bytesOut === size) {
      duplex.write(block);
      size += block.length;
      await soon();
    }
    expect(duplex.writableNeedDrain).toBe(false); // what waits is too little to be waited for
    duplex.end();
    await soon();
    client.resume();
    expect((await client.receiveToEnd()).length).toBe(size);
    await over;
    await until(() => server.stats().ended === 1);
  });

  it('ends before its peer, and is read to the end, however late', async () => {
    const { server, client, duplex } = await pair();
    const over = finished(duplex);
    duplex.end('bye');
    expect(await client.receiveToEnd()).toBe('bye');
    // What the stream has taken and nobody has read is still there when the connection is over.
    duplex.once('readable', () => {});
    client.end('z'.repeat(10_000));
    await until(() => server.stats().bytesIn === 10_000);
    await until(() => server.stats().ended === 1);
    await soon();
    expect((await read(duplex)).length).toBe(10_000);
    await over;
  });

  it('is destroyed from here, with the error that was given', async () => {
    const { server, client, duplex } = await pair();
    const over = closed(duplex);
    const error = once(duplex, 'error');
    const why = new Error('enough');
    duplex.destroy(why);
    expect((await error)[0]).toBe(why);
    await over.catch(() => {});
    await client.closed();
    await until(() => server.stats().ended === 1);
  });

  it('is destroyed by its connection', async () => {
    const { duplex, connection } = await pair();
    const over = closed(duplex);
    duplex.resume();
    connection.destroy();
    await over;
    expect(duplex.readableEnded).toBe(false);
  });

  it('is destroyed by its server, in the middle of a write too', async () => {
    const { server, client, duplex } = await pair();
    client.pause();
    const told: (string | undefined)[] = [];
    duplex.on('error', (error: NodeJS.ErrnoException) => told.push(error.code));
    duplex.write(Buffer.alloc(SIZE), () => told.push('written'));
    await soon();
    const over = once(duplex, 'close');
    server.close();
    await over.catch(() => {});
    await until(() => duplex.closed);
    expect(told.sort()).toEqual(['ERR_SOCKET_CLOSED', 'written']);
  });

  it('fails with what breaks the connection, and so does its pipeline', async () => {
    const { client, duplex } = await pair();
    const over = pipeline(duplex, duplex);
    client.send('x');
    await client.receive(1);
    client.reset();
    await expect(over).rejects.toMatchObject({ name: 'IoError', kind: 'ConnectionReset' });
  });

  it('closes though nobody reads what is paused in it', async () => {
    const { server, client, duplex } = await pair();
    client.send('x'.repeat(1_000_000));
    duplex.once('readable', () => {});
    await until(() => duplex.readableLength > 0);
    const over = closed(duplex);
    server.close();
    await server.shutdown();
    duplex.destroy();
    await over;
  });

  it('of a connection that is over already is closed', async () => {
    const connections: Connection[] = [];
    const server = started({ threads }, (connection) => {
      connections.push(connection);
    });
    await NodeClient.connect(server);
    await until(() => connections.length > 0);
    server.close();
    await server.shutdown();
    await soon();
    const [connection] = connections as [Connection];
    const read = connection.toDuplex();
    const readClosed = closed(read);
    read.resume();
    await readClosed;
    const destroyed = connection.toDuplex();
    const destroyedClosed = closed(destroyed);
    destroyed.destroy();
    await destroyedClosed;
    const written = connection.toDuplex();
    const [error] = await Promise.all([once(written, 'error'), written.end('x')]);
    expect(error).toMatchObject([{ code: 'ERR_SOCKET_CLOSED' }]);
  });

  it('carries TLS', async () => {
    const server = started({ threads }, (connection) => {
      const secure = new tls.TLSSocket(connection.toDuplex(), { isServer: true, key, cert });
      pipeline(secure, secure).catch(() => {});
    });
    const { address, port } = server.localAddr();
    const socket = tls.connect({ host: address, port, ca: cert, servername: 'localhost' });
    sockets.push(socket);
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    const sent = Buffer.alloc(5_000_000, PATTERN);
    socket.write(sent);
    const received: Buffer[] = [];
    let size = 0;
    socket.on('data', (chunk) => {
      received.push(chunk);
      size += chunk.length;
    });
    await until(() => size === sent.length);
    expect(Buffer.concat(received).equals(sent)).toBe(true);
    socket.end();
    await until(() => server.stats().ended === 1);
  });

  it.each([
    ['http', http.createServer(), http],
    ['https', https.createServer({ key, cert }), https],
  ] as const)('carries %s', async (_, web, client) => {
    web.removeAllListeners('request').on('request', async (request, response) => {
      const body = await read(request);
      response.setHeader('x-path', request.url as string);
      response.write(`${body.length} `);
      response.end(Buffer.alloc(3_000_000, 'w'));
    });
    const server = started({ threads }, (connection) => {
      web.emit('connection', connection.toDuplex());
    });
    const agent = new client.Agent({ keepAlive: true, maxSockets: 2 });
    const { address: host, port } = server.localAddr();
    const ask = async (path: string) => {
      const options = { host, port, path, agent, method: 'POST', ca: cert, servername: 'localhost' };
      const request = client.request(options).end(Buffer.alloc(700_000));
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      expect(response.headers['x-path']).toBe(path);
      return (await read(response)).length;
    };
    const sizes = await Promise.all(['/a', '/b', '/c', '/d', '/e'].map(ask));
    expect(sizes).toEqual(Array(5).fill('700000 '.length + 3_000_000));
    expect(server.stats().accepted).toBe(2);
    agent.destroy();
    await until(() => server.stats().ended === 2);
  });

  it('answers a plain GET, over TLS too', async () => {
    const web = https.createServer({ key, cert }, (_, response) => response.end('secret'));
    const server = started({ threads }, (connection) => {
      web.emit('connection', connection.toDuplex());
    });
    const { port } = server.localAddr();
    const request = https.get(`https://localhost:${port}/`, { ca: cert, agent: false, family: 4 });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    expect(String(await read(response))).toBe('secret');
    await until(() => server.stats().ended === 1);
  });
});
