// Blocking handlers in Workers, against node:net.
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  type ConnectionInfo,
  type DisconnectInfo,
  type IoError,
  inWorkers,
  type SocketAddr,
  TcpListener,
} from '../../../lib/index.js';
import { NodeClient, next, started, until } from './support.js';
import { answerOf, expectToServeShortVisits, inTwoWorkers, saying } from './workers_support.js';

const handlerOf = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;

describe('a handler in Workers', () => {
  it('gets a stream, serves it to its end, and is counted', async () => {
    const server = inTwoWorkers();
    const connected = next<[ConnectionInfo]>(server, 'connection');
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await saying(server, 'echo\nhello');
    const peer = `127.0.0.1:${client.localPort}`;
    expect(await client.receive(5)).toBe('hello');
    client.end(' world');
    expect(await client.receiveToEnd()).toBe('hello world');
    const [info] = await connected;
    expect(info.id).toBe(1);
    expect(String(info.peer)).toBe(peer);
    expect(info.local.equals(server.localAddr())).toBe(true);
    const [end] = await disconnected;
    expect(end).toMatchObject({ id: 1, bytesIn: 16, bytesOut: 11, error: null });
    expect(end.duration).toBeGreaterThan(0);
    expect(server.stats()).toMatchObject({ accepted: 1, ended: 1, bytesIn: 16, bytesOut: 11, errors: {} });
  });

  it('knows who it is, and has a copy of the data', async () => {
    const data = { list: [1, 2] };
    const server = inTwoWorkers({}, { data });
    const client = await saying(server, 'who\n');
    const peer = `127.0.0.1:${client.localPort}`;
    const told = JSON.parse(await client.receiveToEnd());
    expect(told).toMatchObject({ id: 1, peer, same: true, data });
    expect([0, 1]).toContain(told.worker);
  });

  it('is a module by its URL, as text or as a path, or anything that import() loads', async () => {
    const handler = handlerOf("export default (stream) => stream.writeAll('of text')");
    expect(inWorkers('handler.mjs').module).toBe(new URL('handler.mjs', `file://${process.cwd()}/`).href);
    expect(inWorkers('file:///a/b.js').module).toBe('file:///a/b.js');
    expect(inWorkers(handler).threads).toBe(availableParallelism());
    expect(await answerOf(started({}, inWorkers(handler, { threads: 1 })), '')).toBe('of text');
  });

  it('does not hold up the others: each Worker has its own connection', async () => {
    const server = inTwoWorkers();
    const slow = await saying(server, 'echo\nx');
    await slow.receive(1);
    const workers = new Set<number>();
    for (let i = 0; i < 20; i++) workers.add(JSON.parse(await answerOf(server, 'who')).worker);
    expect(workers.size).toBe(1);
    slow.end();
    await slow.receiveToEnd();
  });

  it('leaves more connections than Workers in the backlog, and serves them when there is one', async () => {
    const server = inTwoWorkers();
    const held = [await saying(server, 'echo\nx'), await saying(server, 'echo\nx')];
    await Promise.all(held.map((client) => client.receive(1)));
    const waiting = await saying(server, 'echo\nwaited');
    expect(server.stats()).toMatchObject({ accepted: 2, active: 2 });
    held[0]!.end();
    expect(await waiting.receive(6)).toBe('waited');
  });

  it('serves while this thread is busy', async () => {
    const server = inTwoWorkers({}, { threads: 1 });
    await answerOf(server, 'who');
    const client = await saying(server, 'sleep 1\n');
    const busyUntil = performance.now() + 20_000;
    while (server.stats().ended < 2) expect(performance.now()).toBeLessThan(busyUntil);
    expect(await client.receiveToEnd()).toBe('slept\n');
  });

  it('may use clones, which are shut down with it, and what passes through them is counted', async () => {
    const server = inTwoWorkers();
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await saying(server, 'clones\nfour');
    expect(await client.receiveToEnd()).toBe('four!ok\n');
    expect((await disconnected)[0]).toMatchObject({ bytesIn: 11, bytesOut: 8, error: null });
  });

  it('serves many short connections, several at once, and leaves no descriptor', async () => {
    await expectToServeShortVisits(inTwoWorkers());
  });

  it('carries a stream byte for byte', async () => {
    const server = inTwoWorkers();
    const client = await saying(server, 'echo\n');
    const sent = 'x'.repeat(5_000_000);
    client.end(sent);
    expect((await client.receiveToEnd()).length).toBe(sent.length);
  });

  it('has the server`s options on its stream', async () => {
    const limits = { idleTimeout: 60_000, writeTimeout: 30_000 };
    expect(JSON.parse(await answerOf(inTwoWorkers(limits), 'options'))).toEqual([60_000, 30_000, true]);
    expect(JSON.parse(await answerOf(inTwoWorkers({ nodelay: false }), 'options'))).toEqual([
      null,
      null,
      false,
    ]);
  });

  it('idleTimeout: a read that waits longer throws WouldBlock', async () => {
    const server = inTwoWorkers({ idleTimeout: 50 });
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await saying(server, 'echo\n');
    await client.closed();
    expect((await disconnected)[0].error).toMatchObject({ kind: 'WouldBlock', code: 'EAGAIN' });
    expect(server.stats().errors).toEqual({ WouldBlock: 1 });
  });

  it('maxConnections: one more is closed at once', async () => {
    const server = inTwoWorkers({ maxConnections: 1 });
    const dropped = next<[SocketAddr, string]>(server, 'drop');
    const first = await saying(server, 'echo\nx');
    await first.receive(1);
    const second = await NodeClient.connect(server);
    const refused = `127.0.0.1:${second.localPort}`;
    await second.closed();
    const [peer, reason] = await dropped;
    expect([String(peer), reason]).toEqual([refused, 'max-connections']);
    expect(server.stats()).toMatchObject({ accepted: 1, dropped: { maxConnections: 1 } });
  });
});

describe('what a handler throws', () => {
  it.each([
    ['throw boom', { kind: 'Other', code: 'ERR_HANDLER_THREW', message: 'RangeError: boom' }],
    ['throwString', { kind: 'Other', code: 'ERR_HANDLER_THREW', message: "'not an error'" }],
    [
      'throwIo',
      { kind: 'TimedOut', code: 'ERR_TOO_LATE', syscall: 'recv', message: 'too late', rawOsError: null },
    ],
    ['promise', { kind: 'Other', code: 'ERR_HANDLER_THREW', message: expect.stringContaining('promise') }],
  ])('is the error of its connection: %s', async (line, expected) => {
    const server = inTwoWorkers();
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await saying(server, `${line}\n`);
    expect(await client.receiveToEnd()).toBe('');
    const [{ error, peer }] = await disconnected;
    expect(error).toMatchObject({ name: 'IoError', ...expected, port: peer.port });
    expect(server.stats().errors).toEqual({ [expected.kind]: 1 });
    expect(await answerOf(server, 'who')).toContain('"id":2');
    await until(() => server.stats().threads === 3); // both Workers are there, and were not replaced
  });

  it('may be the system`s', async () => {
    const closed = TcpListener.bind('127.0.0.1:0');
    const addr = closed.localAddr();
    closed.close();
    const server = inTwoWorkers();
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    await answerOf(server, `throwOs ${addr}`);
    const [{ error }] = await disconnected;
    expect(error).toMatchObject({ kind: 'ConnectionRefused', rawOsError: 111, code: 'ECONNREFUSED' });
    expect(error).toMatchObject({ syscall: 'connect', message: 'Connection refused (os error 111)' });
  });
});

describe('a Worker that dies', () => {
  it.each([
    ['exit 3', 'a Worker died: it exited with code 3'],
    ['later 0', 'a Worker died: from a timer'],
    ['later 150', 'a Worker died: from a timer'], // while it waits for a connection
  ])('ends its connection, is told of and replaced: %s', async (line, message) => {
    const server = inTwoWorkers({}, { threads: 1 });
    const failed = next<[IoError]>(server, 'error');
    await (await saying(server, `${line}\n`)).closed();
    expect((await failed)[0]).toMatchObject({ kind: 'Other', code: 'ERR_WORKER_DIED', message });
    expect(JSON.parse(await answerOf(server, 'who'))).toMatchObject({ id: 2, worker: 0 });
    await until(() => server.stats().ended === 2);
    expect(server.stats()).toMatchObject({ accepted: 2, active: 0 });
  });

  it('in the middle of a connection: its error says so', async () => {
    const server = inTwoWorkers({}, { threads: 1 });
    const ends: DisconnectInfo[] = [];
    server.on('disconnect', (end) => ends.push(end));
    await (await saying(server, 'exit 0\n')).closed();
    await until(() => ends.length === 1);
    expect(ends[0]).toMatchObject({ bytesIn: 7, error: { kind: 'Other', code: 'ERR_WORKER_DIED' } });
  });

  it('for want of memory, as resourceLimits say', async () => {
    const server = inTwoWorkers({}, { threads: 1, resourceLimits: { maxOldGenerationSizeMb: 16 } });
    const failed = next<[IoError]>(server, 'error');
    await (await saying(server, 'memory\n')).closed();
    const [error] = await failed;
    expect(error.cause).toMatchObject({ code: 'ERR_WORKER_OUT_OF_MEMORY' });
    expect(await answerOf(server, 'who')).toContain('"id":2');
  });

  it('again and again, does not take the others down', async () => {
    const server = inTwoWorkers();
    const slow = await saying(server, 'echo\nx');
    await slow.receive(1);
    for (let i = 0; i < 3; i++) await (await saying(server, 'exit 1\n')).closed();
    slow.end('y');
    expect(await slow.receiveToEnd()).toBe('xy');
    await until(() => server.stats().ended === 4);
  });
});

describe('a module that is no handler', () => {
  it.each([
    ['export const handler = 1;', 'exports no function, neither as its default nor as onData'],
    ['export const onData = 1; export function onOpen() {}', 'neither as its default nor as onData'],
    ['export function onData() {} export const onEnd = 1;', 'exports an onEnd that is no function: 1'],
    ["throw new Error('while it was loaded');", 'while it was loaded'],
  ])('is an error of its Workers, which are not started in a tight loop: %s', async (code, message) => {
    const server = started({}, inWorkers(handlerOf(code), { threads: 1 }));
    const errors: IoError[] = [];
    server.on('error', (error) => errors.push(error));
    const begun = performance.now();
    await until(() => errors.length === 3);
    expect(performance.now() - begun).toBeGreaterThan(290); // pauses of 100 and 200 ms
    for (const error of errors) {
      expect(error).toMatchObject({ kind: 'Other', code: 'ERR_WORKER_INIT_FAILED' });
      expect(error.message).toMatch(/^a Worker could not start: /);
      expect(error.message).toContain(message);
    }
  });

  it('with both, is one: the default function counts', async () => {
    const code = "export default (stream) => stream.writeAll('default'); export function onData() {}";
    expect(await answerOf(started({}, inWorkers(handlerOf(code), { threads: 1 })), '')).toBe('default');
  });
});
