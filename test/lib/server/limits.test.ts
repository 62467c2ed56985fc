// Every limit of a server, gone over.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type DisconnectInfo, handlers, serve } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { MODES } from '../../support/modes.js';
import { NodeClient, next, started, until } from './support.js';

const hasSs = spawnSync('ss', ['-V']).status === 0;

describe.each(MODES)('limits, threads: %j', (threads) => {
  it('maxConnections: one more is closed at once, and there is room again when one ends', async () => {
    const server = started({ threads, maxConnections: 2 });
    const clients = [await NodeClient.connect(server), await NodeClient.connect(server)];
    for (const client of clients) client.send('x');
    await Promise.all(clients.map((client) => client.receive(1)));
    for (const refused of [1, 2, 3]) {
      await (await NodeClient.connect(server)).closed();
      await until(() => server.stats().dropped.maxConnections === refused);
    }
    clients[0]!.end();
    await until(() => server.stats().ended === 1);
    const after = await NodeClient.connect(server);
    after.send('room');
    expect(await after.receive(4)).toBe('room');
    expect(server.stats()).toMatchObject({ accepted: 3, active: 2, peak: 2 });
  });

  it('idleTimeout ends a silent connection', async () => {
    const server = started({ threads, idleTimeout: 50 });
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    await client.closed();
    const [{ error, duration }] = await disconnected;
    expect(error).toMatchObject({ kind: 'TimedOut', code: 'ERR_IDLE_TIMEOUT' });
    expect(duration).toBeGreaterThan(40); // its clock may begin a moment after that of the limit
    expect(server.stats().errors).toEqual({ TimedOut: 1 });
  });

  it('idleTimeout leaves alone a connection that is not silent for so long', async () => {
    const server = started({ threads, idleTimeout: 1_000 });
    const client = await NodeClient.connect(server);
    // Twice the idle time altogether, in silences of a tenth of it.
    const end = performance.now() + 2_000;
    for (let bytes = 1; performance.now() < end; bytes++) {
      client.send('x');
      await client.receive(bytes);
      await sleep(100);
    }
    expect(server.stats()).toMatchObject({ active: 1, errors: {} });
  });

  it('lineTimeout ends a connection whose request trickles in, however often a byte comes', async () => {
    const server = started({ threads, lineTimeout: 300, idleTimeout: 10_000 }, handlers.lines());
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    const trickle = setInterval(() => client.send('x'), 20);
    await client.closed().finally(() => clearInterval(trickle));
    const [{ error, duration, bytesIn, bytesOut }] = await disconnected;
    expect(error).toMatchObject({ kind: 'TimedOut', code: 'ERR_LINE_TIMEOUT' });
    expect(duration).toBeGreaterThan(290);
    expect(bytesIn).toBeGreaterThan(1);
    expect(bytesOut).toBe(0);
  });

  it('lineTimeout does not count the time between requests, nor is it one for a handler without', async () => {
    const options = { threads, lineTimeout: 300 };
    const lines = await NodeClient.connect(started(options, handlers.lines()));
    const echo = await NodeClient.connect(started(options));
    for (let round = 1; round <= 3; round++) {
      lines.send('x\n');
      echo.send('x');
      expect(await lines.receive(2 * round)).toBe('X\n'.repeat(round));
      await sleep(350);
    }
    lines.end('y');
    echo.end('y');
    expect(await lines.receiveToEnd()).toBe('X\nX\nX\nY\n');
    expect(await echo.receiveToEnd()).toBe('xxxy');
  });

  it('writeTimeout ends one whose peer does not read, and others are served meanwhile', async () => {
    const server = started({ threads, writeTimeout: 300 });
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const stuck = await Promise.all([1, 2, 3, 4].map(() => NodeClient.connect(server)));
    for (const client of stuck) {
      client.pause();
      client.send(Buffer.alloc(16 * 1024 * 1024));
    }
    const other = await NodeClient.connect(server);
    other.send('meanwhile');
    expect(await other.receive(9)).toBe('meanwhile');
    const [{ error }] = await disconnected;
    expect(error).toMatchObject({ kind: 'TimedOut', code: 'ERR_WRITE_TIMEOUT' });
    await until(() => server.stats().errors.TimedOut === stuck.length);
    expect(server.stats().active).toBe(1);
  });

  it('lines: a line over maxLine ends its connection with a reply', async () => {
    const server = started({ threads }, handlers.lines({ maxLine: 5 }));
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    client.send('four\nfives\n');
    expect(await client.receiveToEnd()).toBe('FOUR\nERR line too long\n');
    client.end();
    const [{ error }] = await disconnected;
    expect(error).toMatchObject({ kind: 'InvalidData', code: 'ERR_LIMIT_EXCEEDED' });
  });

  it('kv: a line over maxLine ends its connection with a reply, and the next is served', async () => {
    const server = started({ threads }, handlers.kv(undefined, { maxLine: 10 }));
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    client.send(`SET a 123\nSET a ${'x'.repeat(100_000)}`);
    expect(await client.receiveToEnd()).toBe('OK\nERR line too long\n');
    client.end();
    const [{ error }] = await disconnected;
    expect(error).toMatchObject({ name: 'IoError', kind: 'InvalidData', code: 'ERR_LIMIT_EXCEEDED' });
    const after = await NodeClient.connect(server);
    after.end('GET a\n');
    expect(await after.receiveToEnd()).toBe('123\n');
  });

  it('kv: so does a value over maxValue, and it is not stored', async () => {
    const server = started({ threads }, handlers.kv(undefined, { maxValue: 3 }));
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    client.send('SET a 123\nSET a 1234\nGET a\n');
    expect(await client.receiveToEnd()).toBe('OK\nERR line too long\n');
    client.end();
    const [{ error }] = await disconnected;
    expect(error).toMatchObject({ kind: 'InvalidData', code: 'ERR_LIMIT_EXCEEDED' });
    const after = await NodeClient.connect(server);
    after.end('GET a\n');
    expect(await after.receiveToEnd()).toBe('123\n');
  });

  it('reusePort: servers share a port, and each of them serves', async () => {
    const first = started({ threads, reusePort: true });
    const addr = String(first.localAddr());
    const second = started({ threads, reusePort: true }, handlers.echo(), addr);
    expect(second.localAddr().equals(first.localAddr())).toBe(true);
    // The kernel chooses by a hash of the addresses: that a hundred go the same way is not to be expected.
    const clients = await Promise.all(Array.from({ length: 100 }, () => NodeClient.connect(first)));
    for (const client of clients) client.end('hello');
    const replies = await Promise.all(clients.map((client) => client.receiveToEnd()));
    expect(new Set(replies)).toEqual(new Set(['hello']));
    const [one, other] = [first.stats().accepted, second.stats().accepted];
    expect(one + other).toBe(100);
    expect(Math.min(one, other)).toBeGreaterThan(0);
    expectIoError(() => serve(addr, handlers.echo(), { threads }), { kind: 'AddrInUse', code: 'EADDRINUSE' });
  });
});

// That a queue of a given length takes no more is in test/integration/backlog.test.ts.
describe.runIf(hasSs && process.platform === 'linux')('the backlog, as the kernel has it', () => {
  const somaxconn = () => Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));

  it.each([
    ['is what the system allows', undefined, somaxconn],
    ['is what was asked for', 7, () => 7],
    ['is never more than the system allows', 2 ** 31 - 1, somaxconn],
  ])('%s', (_, backlog, wanted) => {
    const server = started(backlog === undefined ? {} : { backlog });
    const filter = `sport = :${server.localAddr().port}`;
    const [, , longest] = execFileSync('ss', ['-ltnH', filter], { encoding: 'utf8' }).split(/\s+/);
    expect(Number(longest)).toBe(wanted());
  });
});
