// Clients, tools and load generators of Redis against handlers.kv(), as they come.
import { spawnSync } from 'node:child_process';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { createClient as createClient5 } from 'redis-5';
import { describe, expect, test } from 'vitest';
import { handlers, type TcpServer } from '../../lib/index.js';
import { started } from '../lib/server/support.js';
import { hasRedisTools } from '../support/redis.mjs';

const DEADLINE_MS = 30_000;
const portOf = (server: TcpServer) => server.localAddr().port;

function kvServer(): TcpServer {
  return started({}, handlers.kv());
}

/** Runs to its end; meanwhile this thread is blocked, and the server does without it. */
function run(
  command: string,
  server: TcpServer,
  args: readonly string[],
  input: string | Buffer = '',
): string {
  const all = ['-p', String(portOf(server)), ...args];
  const { status, stdout, stderr, error } = spawnSync(command, all, {
    input,
    encoding: 'utf8',
    timeout: DEADLINE_MS,
  });
  if (error) throw error;
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe.runIf(hasRedisTools)('redis-cli', () => {
  const cli = (server: TcpServer, ...args: string[]) => run('redis-cli', server, args).trimEnd();

  test('commands, one a connection', () => {
    const server = kvServer();
    expect(cli(server, 'SET', 'greeting', 'hello world', 'EX', '100')).toBe('OK');
    expect(cli(server, 'GET', 'greeting')).toBe('hello world');
    expect(cli(server, 'TTL', 'greeting')).toBe('100');
    expect(cli(server, 'INCRBY', 'n', '5')).toBe('5');
    expect(cli(server, 'MGET', 'n', 'none')).toBe('5');
    expect(cli(server, 'NOPE')).toBe("ERR unknown command 'NOPE', with args beginning with:");
    expect(cli(server, 'INFO')).toContain('redis_version:7.');
    expect(cli(server, 'COMMAND', 'DOCS', 'get')).toContain('The value of a key');
  });

  test('many commands from its standard input', () => {
    expect(run('redis-cli', kvServer(), [], 'SET a 1\nINCR a\nGET a\n')).toBe('OK\n2\n2\n');
  });

  test('--pipe, --scan and --bigkeys', () => {
    const server = kvServer();
    const count = 5_000;
    const requests = Array.from({ length: count }, (_, i) => {
      const key = `key:${i}`;
      return `*3\r\n$3\r\nSET\r\n$${key.length}\r\n${key}\r\n$5\r\nvalue\r\n`;
    });
    expect(run('redis-cli', server, ['--pipe'], requests.join(''))).toContain(`errors: 0, replies: ${count}`);
    const keys = cli(server, '--scan').split('\n');
    expect(new Set(keys).size).toBe(count);
    expect(cli(server, '--scan', '--pattern', 'key:?').split('\n')).toHaveLength(10);
    expect(cli(server, '--bigkeys')).toContain(`Sampled ${count} keys in the keyspace!`);
  });
});

test.runIf(hasRedisTools)('redis-benchmark', () => {
  const server = kvServer();
  const args = ['-t', 'ping_mbulk,set,get,incr,mset', '-n', '3000', '-c', '10', '-q'];
  for (const pipeline of ['1', '16']) {
    const said = run('redis-benchmark', server, [...args, '-P', pipeline]);
    const names = [...said.matchAll(/(\w+)(?: \(10 keys\))?: [\d.]+ requests per second/g)].map(([, n]) => n);
    expect(names).toEqual(['PING_MBULK', 'SET', 'GET', 'INCR', 'MSET']);
  }
  expect(server.stats().errors).toEqual({});
});

const urlOf = (server: TcpServer) => `redis://127.0.0.1:${portOf(server)}`;

describe('the npm package redis', () => {
  // Version 6 asks for RESP3 unless it is told not to, and takes no for an error.
  test.each([
    ['5', createClient5],
    ['6, with RESP: 2', (options: { url: string }) => createClient({ ...options, RESP: 2 })],
  ] as const)('version %s', async (_version, create) => {
    const client = create({ url: urlOf(kvServer()) }) as ReturnType<typeof createClient5>;
    await client.connect();
    expect(await client.set('k', 'v', { expiration: { type: 'EX', value: 100 } })).toBe('OK');
    expect(await client.get('k')).toBe('v');
    expect(await client.ttl('k')).toBe(100);
    expect(await client.get('none')).toBeNull();
    expect(await client.mSet({ a: '1', b: '2' })).toBe('OK');
    expect(await Promise.all([client.incr('a'), client.incrBy('a', 10), client.decr('b')])).toEqual([
      2, 12, 1,
    ]);
    expect(await client.mGet(['a', 'b', 'none'])).toEqual(['12', '1', null]);
    const scanned: string[] = [];
    for await (const keys of client.scanIterator({ MATCH: '?' })) scanned.push(...keys);
    expect(scanned.sort()).toEqual(['a', 'b', 'k']);
    await expect(client.incr('k')).rejects.toThrow('ERR value is not an integer or out of range');
    expect(await client.clientGetName()).toBeNull();
    expect(await client.dbSize()).toBe(3);
    expect(await client.flushAll()).toBe('OK');
    await client.close();
  });
});

test('the npm package ioredis', async () => {
  const client = new Redis(portOf(kvServer()), { connectionName: 'tester' });
  expect(await client.set('k', 'v', 'PX', 100_000, 'NX')).toBe('OK');
  expect(await client.set('k', 'w', 'NX')).toBeNull();
  expect(await client.getBuffer('k')).toEqual(Buffer.from('v'));
  expect(await client.client('GETNAME')).toBe('tester');
  const binary = Buffer.from([0, 255, 13, 10]);
  await client.set(binary, binary);
  expect(await client.getBuffer(binary)).toEqual(binary);
  expect(await client.pipeline().incr('n').append('n', '0').strlen('n').get('n').exec()).toEqual([
    [null, 1],
    [null, 2],
    [null, 2],
    [null, '10'],
  ]);
  const scanned: string[] = [];
  for await (const keys of client.scanStream({ match: '[kn]' })) scanned.push(...(keys as string[]));
  expect(scanned.sort()).toEqual(['k', 'n']);
  expect(await client.del('k', 'n', 'none')).toBe(2);
  await client.quit();
});
