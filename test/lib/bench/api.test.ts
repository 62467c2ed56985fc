import { createSocket, type RemoteInfo } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type BenchProgress,
  highestRate,
  type LoadReport,
  type LoadTestOptions,
  loadTest,
  runBench,
} from '../../../lib/bench/index.js';
import { load, save } from '../../../lib/bench/results_file.js';
import { handlers, SocketAddr, serve } from '../../../lib/index.js';

// Node takes its time to start on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

const quick = { quick: true, rounds: 1, workloads: ['echo-16'], servers: ['node', 'loop'] } as const;

describe('runBench', () => {
  it('tells of each run before it begins, and returns what a results file holds', async () => {
    const told: BenchProgress[] = [];
    const results = await runBench({ ...quick, onProgress: (progress) => told.push(progress) });
    const shared = { workload: 'echo-16', rounds: 1, runs: 4 };
    expect(told).toEqual([
      { ...shared, server: 'node', round: 0, done: 0 },
      { ...shared, server: 'loop', round: 0, done: 1 },
      { ...shared, server: 'loop', round: 1, done: 2 },
      { ...shared, server: 'node', round: 1, done: 3 },
    ]);
    expect(results.workloads).toMatchObject([
      { id: 'echo-16', servers: [{ server: 'node' }, { server: 'loop' }] },
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'stdnet-api-'));
    const file = join(folder, 'results.json');
    await save(file, results);
    expect(await load(file)).toEqual(results);
    rmSync(folder, { recursive: true });
  });

  it('looks for the highest rate in time, which machines of every kind may miss', async () => {
    const results = await runBench({ ...quick, suites: ['highest-rate'], workloads: ['highest-rate-16'] });
    const [{ p99Under, servers, missing }] = results.workloads as [(typeof results.workloads)[0]];
    expect(p99Under).toBe(5);
    expect(servers.length + missing.length).toBe(2);
    for (const { p99 } of servers) expect(p99).toBeLessThanOrEqual(5_000);
    const folder = mkdtempSync(join(tmpdir(), 'stdnet-api-'));
    await save(join(folder, 'results.json'), results);
    expect(await load(join(folder, 'results.json'))).toEqual(results);
    rmSync(folder, { recursive: true });
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const run = runBench({
      ...quick,
      durationMs: 3_600_000,
      signal: stop.signal,
      onProgress: () => stop.abort(reason),
    });
    await expect(run).rejects.toBe(reason);
  });

  it.each([
    [{ rounds: 0 }, RangeError, 'options.rounds'],
    [{ durationMs: '1' }, TypeError, 'options.durationMs'],
    [{ loadThreads: 1.5 }, RangeError, 'options.loadThreads'],
    [{ suites: 'kv' }, TypeError, 'options.suites'],
    [{ workloads: 'echo' }, TypeError, 'options.workloads'],
    [{ servers: [1] }, TypeError, 'options.servers[0]'],
    [{ quick: 1 }, TypeError, 'options.quick'],
    [{ signal: {} }, TypeError, 'options.signal'],
    [null, TypeError, 'options'],
  ])('refuses %j', async (options, kind, name) => {
    const run = runBench(options as never);
    await expect(run).rejects.toThrow(kind);
    await expect(run).rejects.toThrow(`"${name}"`);
  });

  it('refuses names that mean nothing', async () => {
    await expect(runBench({ workloads: ['nothing'] })).rejects.toMatchObject({ name: 'BenchError' });
    const other = runBench({ suites: ['kv'], workloads: ['echo-16'] });
    await expect(other).rejects.toThrow(/^no workload is called 'echo-16'; there are: kv-16, /);
  });
});

describe('loadTest', () => {
  const servers: Array<{ close(): unknown }> = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** What it answers to a chunk. */
  async function serving(host: string, answer: (chunk: Buffer) => Buffer | null): Promise<SocketAddr> {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk) => {
        const reply = answer(chunk);
        if (reply !== null) socket.write(reply);
      });
    });
    servers.push(server);
    const port = await new Promise<number>((resolve) => {
      server.listen(0, host, () => resolve((server.address() as { port: number }).port));
    });
    return new SocketAddr(host, port);
  }
  /** On a machine that is busy enough a short test may pass without a reply. */
  async function driven(target: SocketAddr | string, options: LoadTestOptions): Promise<LoadReport> {
    for (const durationMs of [50, 500, 5_000]) {
      const report = await loadTest(target, { ...options, durationMs });
      if (report.requests > 0) return report;
    }
    throw new Error('no test was answered');
  }
  const short = { connections: 2, threads: 1, warmUpMs: 0, durationMs: 50 };

  it('drives any echo server, by address or by its text', async () => {
    const address = await serving('127.0.0.1', (chunk) => chunk);
    for (const target of [address, String(address)]) {
      const report = await driven(target, { ...short, serverPid: process.pid });
      expect(report.p99).toBeGreaterThanOrEqual(report.p50);
      expect(report.serverCpuSeconds).toBeGreaterThanOrEqual(0);
    }
  });

  it('drives other work, over IPv6 too', async () => {
    const upper = (chunk: Buffer) => Buffer.from(chunk.toString('latin1').toUpperCase(), 'latin1');
    const address = await serving('::1', upper);
    const report = await driven(address, { ...short, work: 'lines', seed: undefined as never });
    expect(report.seconds).toBeGreaterThan(0);
  });

  it('asks so many times a second, and tells what a server could not keep up with', async () => {
    const address = await serving('127.0.0.1', (chunk) => chunk);
    const report = await loadTest(address, { ...short, rate: 1_000, durationMs: 300 });
    expect(report.requests + report.waiting).toBeGreaterThanOrEqual(298);
    const refused = { kind: 'InvalidInput' };
    await expect(loadTest(address, { ...short, rate: 1_000, messages: 1 })).rejects.toMatchObject(refused);
    await expect(loadTest(address, { ...short, rate: 1e-9 })).rejects.toMatchObject(refused);
  });

  it('lets all that was due while a server stood still wait for it', async () => {
    let chunks = 0;
    const address = await serving('127.0.0.1', (chunk) => {
      if (++chunks === 100) {
        const end = performance.now() + 200;
        while (performance.now() < end);
      }
      return chunk;
    });
    const report = await loadTest(address, { ...short, rate: 1_000, durationMs: 500 });
    expect(report.p90).toBeGreaterThan(50_000); // 150 of some 500
  });

  it('finds the highest rate at which a server answers in time', async () => {
    const address = await serving('127.0.0.1', (chunk) => chunk);
    const { rate, report, tried } = await highestRate(address, { ...short, p99Under: 10_000 });
    expect(rate).toBe(tried.filter(({ inTime }) => inTime).at(-1)!.rate);
    expect(report.p99).toBeLessThanOrEqual(10_000_000);
    const hopeless = highestRate(address, { ...short, p99Under: 0 });
    await expect(hopeless).rejects.toMatchObject({ name: 'BenchError' });
    for (const wrong of [undefined, '1', null]) {
      await expect(highestRate(address, { p99Under: wrong as never })).rejects.toThrow(TypeError);
    }
    await expect(highestRate(address, { p99Under: Number.NaN })).rejects.toThrow(RangeError);
  });

  it('counts the datagrams that are lost, and those that are overtaken', async () => {
    const echo = createSocket('udp4');
    servers.push(echo);
    await new Promise<void>((resolve) => echo.bind(0, '127.0.0.1', resolve));
    let held: [Buffer, RemoteInfo] | null = null;
    let count = 0;
    echo.on('message', (...datagram) => {
      count++;
      if (count % 50 === 20) return; // lost
      if (count % 50 === 40) held = datagram;
      else echo.send(datagram[0], datagram[1].port, datagram[1].address);
      if (count % 50 !== 41 || held === null) return;
      echo.send(held[0], held[1].port, held[1].address);
      held = null;
    });
    const report = await loadTest(new SocketAddr('127.0.0.1', echo.address().port), {
      ...{ ...short, connections: 1, work: 'udp-echo', rate: 1_000, durationMs: 500 },
    });
    expect(report.lost).toBeGreaterThanOrEqual(8);
    expect(report.reordered).toBeGreaterThanOrEqual(8);
    expect(report.resent).toBe(0);
  });

  it('asks for keys in each protocol that a server speaks', async () => {
    const server = serve('127.0.0.1:0', handlers.kv());
    servers.push(server);
    const shape = { reads: 0.9, keys: 10, valueSize: 1_000, zipf: 0.99, pipeline: 4 };
    for (const protocol of ['line', 'resp'] as const) {
      const report = await driven(server.localAddr(), { ...short, work: 'kv', protocol, ...shape });
      expect(report.requests % 4).toBe(0);
    }
    const wrong = loadTest(server.localAddr(), { ...short, work: 'kv', protocol: 'memcached' });
    await expect(wrong).rejects.toMatchObject({ kind: 'InvalidData' });
  });

  it('finds a wrong byte', async () => {
    const address = await serving('127.0.0.1', (chunk) => Buffer.alloc(chunk.length));
    await expect(loadTest(address, short)).rejects.toMatchObject({ kind: 'InvalidData' });
  });

  it('waits for a silent server only so long, or until its signal', async () => {
    const address = await serving('127.0.0.1', () => null);
    await expect(loadTest(address, { ...short, patienceMs: 20 })).rejects.toMatchObject({ name: 'IoError' });
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(loadTest(address, { ...short, signal })).rejects.toBe(reason);
    const stop = new AbortController();
    const run = loadTest(address, { ...short, signal: stop.signal });
    stop.abort(reason);
    await expect(run).rejects.toBe(reason);
  });

  it.each([
    [{ connections: 0 }, RangeError],
    [{ work: 'http' }, TypeError],
    [{ message: 1, window: 2 ** 28 }, RangeError],
    [{ work: 'kv', connections: 1_000, keys: 1_000_000 }, RangeError],
    [{ rate: -1 }, RangeError],
    [{ rate: Number.NaN }, RangeError],
    [{ protocol: 'http' }, TypeError],
    [{ reads: 1.5 }, RangeError],
    [{ zipf: -1 }, RangeError],
    [{ durationMs: '1' }, TypeError],
    [{ signal: 1 }, TypeError],
    [{ serverPid: 0 }, RangeError],
    [{ serverPid: '1' }, TypeError],
    [null, TypeError],
  ])('refuses %j', async (options, kind) => {
    await expect(loadTest('127.0.0.1:1', options as never)).rejects.toThrow(kind);
  });

  it('refuses what is no address', async () => {
    await expect(loadTest('localhost:80')).rejects.toMatchObject({ kind: 'InvalidInput' });
    await expect(loadTest(80 as never)).rejects.toThrow(TypeError);
  });
});
