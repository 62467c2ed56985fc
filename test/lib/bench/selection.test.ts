import { describe, expect, it } from 'vitest';
import { plan } from '../../../lib/bench/bench.js';
import { BenchError } from '../../../lib/bench/error.js';
import { type BenchOptions, benchCommand } from '../../../lib/bench/options.js';
import { SERVERS, selectServers } from '../../../lib/bench/server_kinds.js';
import { loadThreads, QUICK, USUAL } from '../../../lib/bench/settings.js';
import { suiteList } from '../../../lib/bench/suite_list.js';
import { SUITES, workloadsOf } from '../../../lib/bench/suites.js';
import { selectWorkloads, WORKLOADS } from '../../../lib/bench/workloads.js';

const parseOptions = (args: string[]) => benchCommand().parse(args, { from: 'user' }).opts<BenchOptions>();
const only = (...names: string[]) => selectWorkloads(names, WORKLOADS);
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('--suite', () => {
  it('means the usual workloads when it is not given', () => {
    expect(workloadsOf([])).toEqual(WORKLOADS);
    expect(workloadsOf(['usual'])).toEqual(WORKLOADS);
  });

  it('takes several, and has what they share once', () => {
    expect(ids(workloadsOf(['udp', 'churn']))).toEqual(['churn-16', 'udp-1', 'udp-16']);
    expect(workloadsOf(['kv', 'usual'])).toEqual(WORKLOADS);
  });

  it('refuses others and says what there is', () => {
    expect(() => workloadsOf(['kv', 'nothing'])).toThrow(BenchError);
    expect(() => workloadsOf(['nothing'])).toThrow(
      /^no suite is called 'nothing'; there are: usual, ping-pong, .*kv, udp/,
    );
  });

  it('holds workloads whose names are their own', () => {
    const byId = new Map(SUITES.flatMap(({ workloads }) => workloads).map((one) => [one.id, one]));
    for (const { id, workloads } of SUITES) {
      expect(workloads, id).not.toEqual([]);
      for (const workload of workloads) expect(byId.get(workload.id)).toBe(workload);
    }
  });

  it('is listed with its workloads and about how long it takes', () => {
    const list = suiteList(SUITES, SERVERS, { ...USUAL, loadThreads: 2 });
    expect(list).toMatch(/^usual +a little of everything; some \d+ minutes\n {2}echo-1 +echo 64 B, 1 conn/);
    expect(list).toMatch(/^churn +.*; (?:less than a minute|a minute or so)\n {2}churn-16 +connect, /m);
  });
});

describe('--only', () => {
  it('takes ids, or what several begin with', () => {
    expect(ids(only('echo-1'))).toEqual(['echo-1']);
    expect(ids(only('echo'))).toEqual(['echo-1', 'echo-16', 'echo-128', 'echo-1000']);
    expect(ids(only('kv-16'))).toEqual(['kv-16']);
    expect(ids(only('kv', 'streams'))).toEqual([
      'streams-4',
      'kv-16',
      'kv-16-pipeline-32',
      'kv-128',
      'kv-zipf-16',
    ]);
  });

  it('means all when it is not given', () => {
    expect(only()).toEqual(WORKLOADS);
    expect(new Set(ids(WORKLOADS)).size).toBe(WORKLOADS.length);
  });

  it.each(['ech', 'echo-2', 'echo-1x', ' '])('refuses %j and says what there is', (name) => {
    expect(() => only(name)).toThrow(BenchError);
    expect(() => only('kv', name)).toThrow(/there are: echo-1, echo-16/);
  });
});

describe('--servers', () => {
  it('takes ids, and keeps the order of the table', () => {
    expect(ids(selectServers(['c', 'threads']))).toEqual(['threads', 'c']);
    expect(selectServers([])).toEqual(SERVERS);
  });

  it('refuses others', () => {
    expect(() => selectServers(['nginx'])).toThrow(
      /'nginx'; there are: threads, pool, js, js-pool, js-worker, js-own-worker, node, node-cluster, node-plain, bun, deno, async, loop, c, rust, threads-resp/,
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
