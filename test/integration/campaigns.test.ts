// The campaigns of scripts/campaigns/ and the benchmarks of bench/, tiny: they run, end, and what must always hold does.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { callNames } from '../support/blocked-calls.mjs';
import { stopPrograms } from '../support/program.js';
import { hasRedisServer, hasRedisTools } from '../support/redis.mjs';
import { slowLookup } from '../support/slow-lookup.mjs';
import { lastLineOf } from './programs.js';

let lookup: ReturnType<typeof slowLookup>;
beforeAll(() => {
  lookup = slowLookup(1_500);
});
afterAll(() => lookup.remove());
afterEach(stopPrograms);

const lastLine = (path: string, args: string[], flags: string[] = []): Promise<Record<string, unknown>> =>
  lastLineOf(`../../${path}.mjs`, args, { deadlineMs: 50_000, env: lookup.env, flags });

const campaign = (name: string, args: string[], flags: string[] = []): Promise<Record<string, unknown>> =>
  lastLine(`scripts/campaigns/${name}`, args, flags);

test.each(['workers', 'async'])(
  'many-connections: %s',
  async (kind) => {
    const { results } = await campaign('many-connections', ['40', kind]);
    expect(results).toMatchObject([{ kind, more: [] }]);
  },
  60_000,
);

test('reset-storm', async () => {
  const { results } = (await campaign('reset-storm', ['0.3', 'function, pool', 'workers', '--lenient'])) as {
    results: Record<string, unknown>[];
  };
  expect(results).toHaveLength(2);
  for (const { kind, accepted, ended, active, more } of results)
    expect({ kind, accepted, active, more }).toEqual({ kind, accepted: ended, active: 0, more: [] });
}, 60_000);

test('worker-storm', async () => {
  const count = callNames.length;
  expect(await campaign('worker-storm', [String(count)])).toMatchObject({
    all: { count },
    clean: true,
  });
}, 60_000);

test('exits', async () => {
  expect(await campaign('exits', ['8', '1'])).toMatchObject({ workers: 8, wrong: 0 });
}, 60_000);

test('descriptor-reuse', async () => {
  const result = await campaign('descriptor-reuse', ['60'], ['--expose-gc']);
  expect(result).toMatchObject({ rounds: 60, crossTalk: 0 });
}, 60_000);

test('lifetimes', async () => {
  const result = await campaign('lifetimes', ['0.3', '1'], ['--expose-gc']);
  expect(result, JSON.stringify(result)).toMatchObject({ seed: 1, faults: [] });
}, 60_000);

test('arguments', async () => {
  const result = await campaign('arguments', ['3000'], ['--expose-gc']);
  expect(result, JSON.stringify(result)).toMatchObject({ calls: 3000, wrong: 0 });
}, 60_000);

test.each([[], ['--async']])(
  'connection-lives %j',
  async (...flags) => {
    const result = await campaign('connection-lives', ['50', '1', ...flags]);
    expect(result, JSON.stringify(result)).toMatchObject({ lives: 50, async: flags.length > 0, wrong: null });
  },
  60_000,
);

test('fault-proxy', async () => {
  const result = await campaign('fault-proxy', ['100', '1', '--lenient'], ['--expose-gc']);
  expect(result, JSON.stringify(result)).toMatchObject({ wrong: 0, clean: true, made: expect.any(Number) });
}, 60_000);

test('kv-floods', async () => {
  const result = await campaign('kv-floods', [String(32 * 1024 * 1024)]);
  expect(result, JSON.stringify(result)).toMatchObject({ cases: 7, wrong: [] });
}, 60_000);

test.runIf(process.platform === 'linux')(
  'udp-floods',
  async () => {
    const { results } = await campaign('udp-floods', ['0.2', '--lenient']);
    expect((results as { missing: number }[]).map(({ missing }) => missing)).toEqual([0, 0, 0]);
  },
  60_000,
);

// Tracing needs strace, and is not allowed everywhere.
test.runIf(spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0)(
  'interruptions',
  async () => {
    const { injected, wrong } = await campaign('interruptions', ['connect']);
    expect(wrong).toEqual([]);
    expect(injected).toBeGreaterThan(5);
  },
  60_000,
);

test.runIf(spawnSync('rustc', ['--version']).status === 0)(
  'rust-addresses',
  async () => {
    const result = await campaign('rust-addresses', ['3000', '1']);
    expect(result, JSON.stringify(result)).toMatchObject({ wrong: 0, compared: expect.any(Number) });
  },
  60_000,
);

test('boundary', async () => {
  const { ns } = await lastLine('bench/boundary', ['2', '200']);
  expect(Object.values(ns as Record<string, number>).every((time) => time > 0)).toBe(true);
}, 60_000);

test('blocking-client', async () => {
  expect(await lastLine('bench/blocking-client', ['2', '200'])).toMatchObject({
    rounds: 2,
    ratio: expect.any(Number),
  });
}, 60_000);

test('many-connections', async () => {
  const { results } = await lastLine('bench/many-connections', ['200']);
  expect((results as { served: number }[]).map(({ served }) => served)).toEqual([200, 200, 200]);
}, 60_000);

test('busy-accept', async () => {
  const { results } = await lastLine('bench/busy-accept', ['1', '0.2']);
  expect(Object.keys(results as object)).toEqual(['threads', 'pool', 'node']);
}, 60_000);

test('js-handlers', async () => {
  const { rows } = await lastLine('bench/js-handlers', ['1', '0.2']);
  expect((rows as { rate: number }[]).every(({ rate }) => rate > 0)).toBe(true);
}, 60_000);

test('workers', async () => {
  const { rows } = await lastLine('bench/workers', ['1', '0.1']);
  // Beside one that computes node:net may have answered nobody in so short a time.
  const some = (rows as { name: string; rate: number }[]).filter(({ name }) => name !== 'node:net');
  expect(some.every(({ rate }) => rate > 0)).toBe(true);
}, 60_000);

test.runIf(hasRedisServer && hasRedisTools)(
  'redis',
  async () => {
    const { ratios } = await lastLine('bench/redis', ['1', '50000']);
    expect(Object.values(ratios as Record<string, number>).every((ratio) => ratio > 0)).toBe(true);
  },
  60_000,
);

// Holding a process on a core needs taskset, and two cores.
test.runIf(spawnSync('taskset', ['-cp', String(process.pid)]).status === 0 && availableParallelism() > 1)(
  'spin',
  async () => {
    const { rates } = await lastLine('bench/spin', ['1', '0.2']);
    expect(Object.values(rates as Record<string, number[]>).every(([rate]) => rate! > 0)).toBe(true);
  },
  60_000,
);
