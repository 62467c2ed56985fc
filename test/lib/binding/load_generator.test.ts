import dgram from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { native } from '../../../lib/binding/index.js';
import { type EventLoop, type LoadRun, PACKED_SIZE } from '../../../lib/binding/native.js';
import type { LoadOptions, LoadReport } from '../../../lib/binding/native_load.js';
import { expectInvalidType, expectOutOfRange, thrown } from '../../support/argument_errors.js';
import { Program, stopPrograms } from '../../support/program.js';

const anyPort = native.parseSocketAddr('127.0.0.1:0');
const running: EventLoop[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) native.eventLoopStop(server);
  await stopPrograms();
});

function server(work: 'echo' | 'kv'): Uint8Array {
  const local = new Uint8Array(PACKED_SIZE);
  running.push(native.eventLoopStart(anyPort, work, local));
  return local;
}

const options: LoadOptions = {
  ...{ work: 'echo', connections: 4, threads: 2, message: 64, window: 1, messages: 0, pipeline: 1, rate: 0 },
  ...{ protocol: 'line', reads: 0.5, keys: 64, valueSize: 32, zipf: 0 },
  ...{ warmUpMs: 0, durationMs: 100, patienceMs: 20_000, serverPids: [], cores: [], seed: 1 },
};

async function outcome(run: LoadRun): Promise<LoadReport> {
  for (;;) {
    const report = native.loadOutcome(run);
    if (report !== null) return report;
    await sleep(5);
  }
}

type Pair = [nanoseconds: number, count: number];

function pairs(latencies: Float64Array): Pair[] {
  return Array.from({ length: latencies.length / 2 }, (_, i) => [latencies[2 * i]!, latencies[2 * i + 1]!]);
}

function ascending(told: readonly Pair[]): number[] {
  return [...new Set(told.map(([nanoseconds]) => nanoseconds))].sort((a, b) => a - b);
}

/** Of all values, one by one. */
function percentile(told: readonly Pair[], percent: number): number {
  const all = told.flatMap(([nanoseconds, count]) => Array<number>(count).fill(nanoseconds));
  return all[Math.max(1, Math.ceil((percent / 100) * all.length)) - 1]!;
}

describe('the load generator', () => {
  it.each(['echo', 'kv'] as const)('drives %s and reports', async (work) => {
    const run = native.loadStart(server(work), { ...options, work, serverPids: [process.pid] });
    expect(native.loadOutcome(run)).toBeNull();
    const report = await outcome(run);
    expect(report.requests).toBeGreaterThan(0);
    expect(report.seconds).toBeCloseTo(0.1, 3);
    const { p50, p90, p99, p999, max } = report;
    expect([p50, p90, p99, p999, max]).toEqual([p50, p90, p99, p999, max].sort((a, b) => a - b));
    expect(p50).toBeGreaterThan(0);
    const told = pairs(report.latencies);
    expect(told.reduce((sum, [, count]) => sum + count, 0)).toBe(report.requests);
    expect(told.map(([nanoseconds]) => nanoseconds)).toEqual(ascending(told));
    expect(told.at(-1)![0] / 1000).toBe(max);
    expect([50, 90, 99, 99.9].map((percent) => percentile(told, percent) / 1000)).toEqual([
      p50,
      p90,
      p99,
      p999,
    ]);
    expect(report.loadCpuSeconds).toBeGreaterThan(0);
    expect(report.busiestThread).toBeGreaterThan(0);
    if (process.platform === 'linux') expect(report.serverCpuSeconds).toBeGreaterThan(0);
    expect(native.loadOutcome(run)).toEqual(report); // again
  });

  it('drives udp-echo, and tells what it had to send again', async () => {
    const socket = dgram.createSocket('udp4');
    let received = 0;
    socket.on('message', (message, { address, port }) => {
      if (received++ !== 100) socket.send(message, port, address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    try {
      const target = native.parseSocketAddr(`127.0.0.1:${socket.address().port}`);
      const run = native.loadStart(target, { ...options, work: 'udp-echo', durationMs: 1_000 });
      const report = await outcome(run);
      expect(report.requests).toBeGreaterThan(0);
      expect(report.resent).toBeGreaterThanOrEqual(1);
    } finally {
      socket.close();
    }
  });

  it('measures nobody where nobody is named', async () => {
    expect((await outcome(native.loadStart(server('echo'), options))).serverCpuSeconds).toBeNull();
  });

  it('is cancelled', async () => {
    const run = native.loadStart(server('echo'), { ...options, durationMs: 3_600_000 });
    native.loadCancel(run);
    native.loadCancel(run);
    await expect(outcome(run)).rejects.toMatchObject({ kind: 'Interrupted', code: 'ERR_LOAD_CANCELLED' });
  });

  it('fails where nobody listens', async () => {
    const nobody = native.parseSocketAddr('127.86.75.30:9');
    await expect(outcome(native.loadStart(nobody, options))).rejects.toMatchObject({
      kind: 'ConnectionRefused',
    });
  });

  it('fails when the server is stopped', async () => {
    const run = native.loadStart(server('echo'), { ...options, durationMs: 3_600_000 });
    native.eventLoopStop(running[0]!);
    native.eventLoopStop(running[0]!);
    await expect(outcome(run)).rejects.toMatchObject({ name: 'IoError' });
  });

  it('sees that another protocol is spoken', async () => {
    const run = native.loadStart(server('echo'), { ...options, work: 'kv', durationMs: 3_600_000 });
    await expect(outcome(run)).rejects.toMatchObject({
      kind: 'InvalidData',
      message: expect.stringMatching(/^connection \d: .*byte/),
    });
  });
});

describe('their arguments', () => {
  const local = new Uint8Array(PACKED_SIZE);
  const start = (more: object) => native.loadStart(anyPort, { ...options, ...more } as LoadOptions);

  it('are of the right type', () => {
    for (const wrong of [undefined, null, 7, 'x', () => {}]) {
      expectInvalidType(() => native.loadStart(anyPort, wrong as never));
      expectInvalidType(() => native.loadStart(wrong as never, options));
      expectInvalidType(() => native.loadOutcome(wrong as never));
      expectInvalidType(() => native.loadCancel(wrong as never));
      expectInvalidType(() => native.eventLoopStop(wrong as never));
      expectInvalidType(() => native.eventLoopStart(anyPort, 'echo', wrong as never));
      expectInvalidType(() => native.pinProcess(process.pid, wrong as never));
    }
    for (const name of [
      'connections',
      'threads',
      'message',
      'window',
      'messages',
      'pipeline',
      'reads',
      'keys',
      'valueSize',
      'zipf',
      'warmUpMs',
      'durationMs',
      'seed',
      'rate',
    ]) {
      for (const wrong of [undefined, null, '1', {}]) expectInvalidType(() => start({ [name]: wrong }));
    }
    expectInvalidType(() => start({ serverPids: 1 }));
    expectInvalidType(() => start({ serverPids: ['1'] }));
    expectInvalidType(() => start({ cores: 1 }));
    expectInvalidType(() => start({ cores: ['1'] }));
    expectInvalidType(() => start({ work: 1 }));
    expectInvalidType(() => start({ protocol: 1 }));
  });

  it('are within their range', () => {
    for (const wrong of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expectOutOfRange(() => start({ connections: wrong }));
      expectOutOfRange(() => start({ message: wrong }));
      expectOutOfRange(() => start({ window: wrong }));
      expectOutOfRange(() => start({ keys: wrong }));
      expectOutOfRange(() => start({ valueSize: wrong }));
      expectOutOfRange(() => start({ durationMs: wrong }));
    }
    for (const rate of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e10])
      expectOutOfRange(() => start({ rate }));
    expectOutOfRange(() => start({ message: 2 ** 20, window: 2 ** 11 })); // a window of 2 GiB
    expectOutOfRange(() => start({ valueSize: 2 ** 20, pipeline: 2 ** 11 }));
    for (const wrong of [-0.1, 10.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expectOutOfRange(() => start({ reads: wrong }));
      expectOutOfRange(() => start({ zipf: wrong }));
    }
    expectOutOfRange(() => start({ reads: 1.01 }));
    expect(thrown(() => start({ protocol: 'http' }))).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
    for (const work of ['', 'ECHO', 'udp']) {
      expect(thrown(() => start({ work }))).toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
      });
      expect(thrown(() => native.eventLoopStart(anyPort, work as never, local))).toMatchObject({
        code: 'ERR_INVALID_ARG_VALUE',
      });
    }
  });

  it('may not stand for something else', () => {
    server('echo');
    for (const wrong of [{}, [], running[0], native.makeHandler('echo', {}), Buffer.alloc(8)]) {
      expectInvalidType(() => native.loadOutcome(wrong as never));
    }
    expectInvalidType(() => native.eventLoopStop({} as never));
  });

  it('may throw themselves', () => {
    const error = new Error('mine');
    const throws = Object.defineProperty({ ...options }, 'seed', {
      get: () => {
        throw error;
      },
    });
    expect(thrown(() => native.loadStart(anyPort, throws))).toBe(error);
  });

  it('name a process that there is', () => {
    expect(thrown(() => native.pinProcess(2 ** 22 + 1, [0]))).toMatchObject({ name: 'IoError' });
  });
});

it.runIf(process.platform === 'linux')('a process is pinned, and says where it may run', async () => {
  const [first] = native.allowedCores();
  const program = new Program(process.execPath, ['test/lib/binding/programs/cores.mjs', String(first)]);
  expect(await program.output()).toEqual([`before ${native.allowedCores()}`, `after ${first}`]);
});

describe('whoever leaves while both run', () => {
  it.each([
    ['exit', 7],
    ['throw', 1],
    ['collect', 0],
    ['worker', 0],
  ])('by %s does so at once', async (way, code) => {
    const program = new Program(process.execPath, [
      '--expose-gc',
      'test/lib/binding/programs/leave-load.mjs',
      way,
    ]);
    expect(await program.end()).toMatchObject({ code, signal: null });
  });
});
