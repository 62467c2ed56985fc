import { describe, expect, it } from 'vitest';
import { plan } from '../../../lib/bench/bench.js';
import { BenchError } from '../../../lib/bench/error.js';
import { type BenchOptions, benchCommand } from '../../../lib/bench/options.js';
import { SERVERS, selectServers } from '../../../lib/bench/server_kinds.js';
import { loadThreads, QUICK, USUAL } from '../../../lib/bench/settings.js';
import { selectWorkloads, WORKLOADS } from '../../../lib/bench/workloads.js';

const parseOptions = (args: string[]) => benchCommand().parse(args, { from: 'user' }).opts<BenchOptions>();
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('--only', () => {
  it('takes ids, or what several begin with', () => {
    expect(ids(selectWorkloads(['echo-1']))).toEqual(['echo-1']);
    expect(ids(selectWorkloads(['echo']))).toEqual(['echo-1', 'echo-16', 'echo-128', 'echo-1000']);
    expect(ids(selectWorkloads(['kv-16']))).toEqual(['kv-16']);
    expect(ids(selectWorkloads(['kv', 'streams']))).toEqual([
      'streams-4',
      'kv-16',
      'kv-16-pipeline-32',
      'kv-128',
      'kv-zipf-16',
    ]);
  });

  it('means all when it is not given', () => {
    expect(selectWorkloads([])).toEqual(WORKLOADS);
    expect(new Set(ids(WORKLOADS)).size).toBe(WORKLOADS.length);
  });

  it.each(['ech', 'echo-2', 'echo-1x', ' '])('refuses %j and says what there is', (name) => {
    expect(() => selectWorkloads([name])).toThrow(BenchError);
    expect(() => selectWorkloads(['kv', name])).toThrow(/there are: echo-1, echo-16/);
  });
});

describe('--servers', () => {
  it('takes ids, and keeps the order of the table', () => {
    expect(ids(selectServers(['c', 'threads']))).toEqual(['threads', 'c']);
    expect(selectServers([])).toEqual(SERVERS);
  });

  it('refuses others', () => {
    expect(() => selectServers(['nginx'])).toThrow(
      /'nginx'; there are: threads, pool, js, js-pool, js-worker, node, node-cluster, node-plain, bun, deno, async, loop, c, rust, threads-resp/,
    );
  });
});

describe('the plan', () => {
  it('is the usual one, a quick one, or what the options say', () => {
    expect(plan(parseOptions([])).settings).toMatchObject(USUAL);
    expect(plan(parseOptions(['--quick'])).settings).toMatchObject(QUICK);
    const own = ['--quick', '--rounds', '7', '--duration', '90', '--only', 'kv,echo-1', '--servers', 'node'];
    const { settings, workloads, kinds } = plan(parseOptions(own));
    expect(settings).toMatchObject({ rounds: 7, durationMs: 90, warmUpMs: QUICK.warmUpMs });
    expect(ids(workloads)).toEqual(['echo-1', 'kv-16', 'kv-16-pipeline-32', 'kv-128', 'kv-zipf-16']);
    expect(ids(kinds)).toEqual(['node']);
  });

  it('has five rounds or more unless it is quick', () => {
    expect(USUAL.rounds).toBeGreaterThanOrEqual(5);
  });

  it('drives with a thread for each core, up to eight', () => {
    expect([1, 2, 4, 6, 64].map(loadThreads)).toEqual([1, 2, 4, 6, 8]);
  });
});
