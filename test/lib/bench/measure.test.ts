import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { BenchError } from '../../../lib/bench/error.js';
import { measure } from '../../../lib/bench/measure.js';
import { contestantsOf, SERVERS, type ServerKind } from '../../../lib/bench/server_kinds.js';
import type { Settings } from '../../../lib/bench/settings.js';
import { SUITES } from '../../../lib/bench/suites.js';
import { WORKLOADS } from '../../../lib/bench/workloads.js';
import { isAlive } from './alive.js';

// Node takes its time to start on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

const tiny: Settings = {
  ...{ rounds: 1, durationMs: 100, warmUpMs: 5, firstWarmUpMs: 5 },
  ...{ patienceMs: 30_000, loadThreads: 1 },
};
const never = new AbortController().signal;
const workload = (id: string) =>
  SUITES.flatMap(({ workloads }) => workloads).find((candidate) => candidate.id === id)!;

function bad(how: string, ...args: string[]): ServerKind {
  const path = fileURLToPath(new URL('./programs/bad-server.mjs', import.meta.url));
  return {
    id: how,
    title: `a ${how} server`,
    works: ['echo'],
    command: async () => [process.execPath, path, how, ...args],
  };
}

/** Long enough on the slowest machine: such a run ends when it fails. */
const long = { ...tiny, durationMs: 60_000 };

/** Runs and fails; the message. */
async function failure(kind: ServerKind, settings = long): Promise<string> {
  const error = await measure(workload('echo-16'), [kind], settings, never, () => {}).catch((e: Error) => e);
  expect(error).toMatchObject({ name: 'BenchError' });
  return (error as Error).message;
}

const usualOf = (kind: ServerKind) => WORKLOADS.filter(({ work }) => kind.works.includes(work));

describe.each(SERVERS.filter((kind) => usualOf(kind).length > 0))('$title', (kind) => {
  it.each(usualOf(kind))('does $title', async (workload) => {
    const { measured, missing } = await measure(workload, [kind], tiny, never, () => {});
    if (missing.length > 0) {
      expect(['c', 'rust', 'c-udp', 'bun', 'deno', 'redis', 'memcached']).toContain(kind.id); // not on this machine
      return;
    }
    const [{ reports, peakMemory }] = measured as [(typeof measured)[0]];
    expect(reports).toHaveLength(1);
    expect(reports[0]!.requests).toBeGreaterThan(0);
    expect(reports[0]!.p50).toBeLessThanOrEqual(reports[0]!.max);
    if (process.platform !== 'linux') return;
    // On a machine that is busy enough the server need not run while the clock does.
    expect(reports[0]!.serverCpuSeconds).toBeGreaterThanOrEqual(0);
    expect(peakMemory).toBeGreaterThan(0);
  });
});

describe('beside the load', () => {
  const noisy = workload('noisy-neighbour-15');
  it.each(contestantsOf(noisy, SERVERS))('$title computes what a neighbour asks', async (kind) => {
    const { measured } = await measure(noisy, [kind], { ...tiny, durationMs: 300 }, never, () => {});
    expect(measured[0]!.reports[0]!.requests).toBeGreaterThan(0);
  });

  const busy = workload('busy-js-16');
  it.each(contestantsOf(busy, SERVERS))('$title serves with a JS thread that is busy', async (kind) => {
    const { measured } = await measure(busy, [kind], { ...tiny, durationMs: 400 }, never, () => {});
    const { requests, max } = measured[0]!.reports[0]!;
    expect(requests).toBeGreaterThan(0);
    // Those whose connections wait for it do so for 50 ms, unless the clock started or ended in between.
    if (kind.id === 'node' || kind.id === 'js') expect(max).toBeGreaterThan(20_000);
  });

  it('idle connections are there, and are weighed', async () => {
    const kinds = SERVERS.filter(({ id }) => ['threads', 'node', 'c'].includes(id));
    const { measured } = await measure({ ...workload('idle-1000'), idle: 150 }, kinds, tiny, never, () => {});
    for (const { kind, idleMemory } of measured) {
      if (process.platform !== 'linux') expect(idleMemory).toBeNull();
      // A thread for each, but where the warm-up left some.
      else if (kind.id === 'node') expect(idleMemory!.kernel).toBeLessThan(2_000);
      else expect(idleMemory!.kernel).toBeGreaterThan(15_000);
    }
  });

  it('a server that cannot compute is found out', async () => {
    const node = SERVERS.find(({ id }) => id === 'node')!;
    const fraud: ServerKind = { ...node, command: () => node.command('echo') };
    await expect(measure(noisy, [fraud], tiny, never, () => {})).rejects.toThrow(
      /^echo 64 B, 15 connections, .* beside one that computes, node:net, warm-up: a neighbour was answered with 78/,
    );
  });
});

describe('the rounds', () => {
  it('are interleaved, each begun by another server, after a warm-up', async () => {
    const kinds = SERVERS.filter(({ id }) => ['node', 'loop'].includes(id));
    const runs: string[] = [];
    const two = { ...tiny, rounds: 2, durationMs: 50 };
    const outcome = await measure(workload('kv-16'), kinds, two, never, (_, { id }, round) =>
      runs.push(`${round} ${id}`),
    );
    expect(runs).toEqual(['0 node', '0 loop', '1 loop', '1 node', '2 node', '2 loop']);
    expect(outcome.measured.map(({ reports }) => reports.length)).toEqual([2, 2]);
  });

  it('go without a server that cannot be had', async () => {
    const none = { ...bad('none'), command: () => Promise.reject(new BenchError('not here')) };
    const node = SERVERS.find(({ id }) => id === 'node')!;
    const { measured, missing } = await measure(workload('echo-16'), [none, node], tiny, never, () => {});
    expect(measured.map(({ kind }) => kind.id)).toEqual(['node']);
    expect(missing).toMatchObject([{ why: 'not here' }]);
  });
});

describe('the highest rate in time', () => {
  const search = workload('highest-rate-16');
  it('is looked for in every round, which is one turn', async () => {
    const kinds = SERVERS.filter(({ id }) => ['node', 'loop'].includes(id));
    const runs: string[] = [];
    const always = { ...search, p99Under: 60_000 };
    const { measured } = await measure(always, kinds, tiny, never, (_, { id }, round) =>
      runs.push(`${round} ${id}`),
    );
    expect(runs).toEqual(['0 node', '0 loop', '1 loop', '1 node']);
    for (const { reports } of measured) {
      expect(reports).toHaveLength(1);
      for (const { requests } of reports) expect(requests).toBeGreaterThanOrEqual(100);
    }
  });

  it('leaves out who is never in time, and goes on', async () => {
    const [late, loop] = [bad('late'), SERVERS.find(({ id }) => id === 'loop')!];
    const runs: string[] = [];
    const { measured, missing } = await measure(
      { ...search, p99Under: 20 },
      [late, loop],
      tiny,
      never,
      (_, { id }, round) => runs.push(`${round} ${id}`),
    );
    expect(missing[0]).toMatchObject({ kind: late, why: expect.stringMatching(/^none in time, down to \d/) });
    expect(measured.map(({ kind }) => kind)).not.toContain(late);
    expect(runs.filter((run) => run.endsWith('late'))).toEqual(['0 late']);
  });
});

describe('a run fails, naming workload, server and round', () => {
  it('when a byte is wrong, with its position', async () => {
    expect(await failure(bad('wrong-byte'))).toMatch(
      /^echo 64 B, 16 connections, a wrong-byte server, (warm-up|round 1): connection \d+: .*10000/,
    );
  });

  it('when the server dies, with its last words', async () => {
    const message = await failure(bad('dies'));
    expect(message).toMatch(/a dies server \(process \d+\) ended with exit code 9/);
    expect(message).toContain('out of luck');
  });

  it('when the server does not start', async () => {
    expect(await failure(bad('no-start'))).toMatch(/ended with exit code 3:\nthis server has a bad day/);
  });

  it('when its program does not exist', async () => {
    const none: ServerKind = { ...bad('none'), command: async () => ['no-such-program-anywhere'] };
    expect(await failure(none)).toContain('no-such-program-anywhere');
  });

  it('when the server ends a connection', async () => {
    expect(await failure(bad('closes'))).toMatch(/connection \d+: .*(closed|reset)/);
  });

  it('when no reply comes any more', async () => {
    expect(await failure(bad('mute'), { ...long, patienceMs: 300 })).toContain('no reply for 300 ms');
  });
});

describe('the end', () => {
  it('comes when it is asked for, also for a server that does not hear', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stdnet-bench-'));
    const pidFile = join(folder, 'pid');
    const stop = new AbortController();
    const run = measure(workload('echo-16'), [bad('deaf', pidFile)], long, stop.signal, () =>
      stop.abort(new Error('enough')),
    );
    await expect(run).rejects.toThrow('enough');
    expect(isAlive(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it('comes before the beginning', async () => {
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(measure(workload('echo-16'), [bad('deaf')], tiny, stopped, () => {})).rejects.toThrow(
      'enough',
    );
  });
});
