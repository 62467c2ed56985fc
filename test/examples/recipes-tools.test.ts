// The tools of examples/recipes/: programs that ask and end.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket as TcpSocket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { handlers, KvStore, serve } from '../../lib/index.js';
import { stopPrograms } from '../support/program.js';
import { hasRedisServer, startRedis } from '../support/redis.mjs';
import { CLOSED, example } from './support/example.js';

const open: Array<Server | Socket> = [];

afterAll(async () => {
  await stopPrograms();
  for (const each of open) each.close();
});

/** A node:net server; its address. */
async function listenWith(onConnection: (socket: TcpSocket) => void): Promise<string> {
  const server = createServer((socket) => onConnection(socket.on('error', () => {})));
  open.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('recipes/redis-purge.ts', () => {
  it('deletes what matches, page by page, from the key-value store', async () => {
    const store = new KvStore();
    for (let i = 0; i < 2_000; i++) store.set(`session:${i}`, 'x');
    store.set('user:1', 'Ada');
    await using server = serve('127.0.0.1:0', handlers.kv(store));
    const addr = String(server.localAddr());
    expect(await example('recipes/redis-purge.ts', addr, 'session:*').output()).toEqual([
      '2000 keys deleted',
    ]);
    expect([store.size, store.get('user:1')]).toEqual([1, 'Ada']);
  });

  it.skipIf(!hasRedisServer)('and from Redis', async () => {
    const redis = await startRedis();
    try {
      const addr = await listenWith((socket) => socket.pipe(connect(redis.path)).pipe(socket));
      const client = connect(redis.path);
      const keys = Array.from({ length: 1_200 }, (_, i) => `session:${i} x`).join(' ');
      client.write(`MSET user:1 Ada ${keys}\r\n`);
      expect(String((await once(client, 'data'))[0])).toBe('+OK\r\n');
      expect(await example('recipes/redis-purge.ts', addr, 'session:*').output()).toEqual([
        '1200 keys deleted',
      ]);
      client.write('DBSIZE\r\n');
      expect(String((await once(client, 'data'))[0])).toBe(':1\r\n');
      client.destroy();
    } finally {
      await redis.stop();
    }
  });

  it('says what Redis refuses', async () => {
    const addr = await listenWith((socket) =>
      socket.once('data', () => socket.write('-NOAUTH Authentication required.\r\n')),
    );
    expect(await example('recipes/redis-purge.ts', addr, '*').end()).toMatchObject({
      code: 1,
      stdout: [],
      stderr: [`${addr}: Redis says: NOAUTH Authentication required.`],
    });
  });
});

describe('recipes/health-check.ts', () => {
  const check = (ms: string, ...targets: string[]) =>
    example('recipes/health-check.ts', ms, ...targets).end();

  it('tells who is up, and who says something else', async () => {
    const addr = await listenWith((socket) => {
      socket.once('data', (question) => {
        socket.write(question.toString() === 'PING\r\n' ? '+PO' : '-');
        setImmediate(() => socket.end('NG\r\n'));
      });
    });
    expect(await check('30000', addr, `${addr},PING,+PONG`)).toMatchObject({
      code: 0,
      stdout: [`up    ${addr}`, `up    ${addr},PING,+PONG`],
      stderr: [],
    });
    expect(await check('30000', `${addr},PING,+OK`, CLOSED, `${addr},PING,+PONG`)).toMatchObject({
      code: 1,
      stdout: [
        `DOWN  ${addr},PING,+OK: answered "+PONG\\r\\n"`,
        `DOWN  ${CLOSED}: nobody listens`,
        `up    ${addr},PING,+PONG`,
      ],
      stderr: [],
    });
  });

  it('waits no longer than it was told, also for a peer that trickles', async () => {
    const silent = await listenWith(() => {});
    const trickles = await listenWith((socket) => {
      const timer = setInterval(() => socket.write('.'), 10);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await check('200', `${silent},PING,+PONG`, `${trickles},PING,+PONG`)).toMatchObject({
      code: 1,
      stdout: [`DOWN  ${silent},PING,+PONG: too slow`, `DOWN  ${trickles},PING,+PONG: too slow`],
      stderr: [],
    });
  });
});

describe('recipes/service-discovery.ts', () => {
  it('finds who announces a name, asks again when it hears nothing, and gives up in time', async () => {
    const announcer = example(
      'recipes/service-discovery.ts',
      'announce',
      'db',
      '10.0.0.7:5432',
      '239.255.13.38:0',
    );
    const [, port] = await announcer.line(/^announcing db in 239\.255\.13\.38:(\d+)$/);

    // Another one, which says nothing at first, then something that one should not print, and then where it is.
    const other = createSocket({ type: 'udp4', reuseAddr: true });
    open.push(other);
    const asked: string[] = [];
    other.on('message', (data, from) => {
      const question = data.toString();
      asked.push(question);
      if (question !== 'WHERE IS cache' || asked.filter((each) => each === question).length < 2) return;
      other.send('cache IS AT \x1b[31m', from.port, from.address);
      other.send('cache IS AT [fd00::7]:6379', from.port, from.address);
    });
    other.bind(Number(port), '239.255.13.38');
    await once(other, 'listening');
    other.addMembership('239.255.13.38', '127.0.0.1');

    const find = (name: string, ms: string) =>
      example('recipes/service-discovery.ts', 'find', name, `239.255.13.38:${port}`, '127.0.0.1', ms);
    const [db, cache] = [find('db', '30000'), find('cache', '30000')];
    expect(await db.output()).toEqual(['10.0.0.7:5432']);
    expect(await cache.output()).toEqual(['[fd00::7]:6379']);
    expect(await find('nothing', '1').end()).toMatchObject({
      code: 1,
      stdout: ['nobody answers'],
      stderr: [],
    });
    expect(asked).toEqual(expect.arrayContaining(['WHERE IS db', 'WHERE IS nothing']));

    announcer.signal('SIGTERM');
    expect((await announcer.output()).at(-1)).toBe('stopped');
  });
});
