/** Runs that nobody made. */

import type { Environment } from '../../../lib/bench/environment.js';
import type { Outcome } from '../../../lib/bench/measure.js';
import { type Results, results } from '../../../lib/bench/results.js';
import { measured, outcome, rounds } from './outcomes.js';

export const somewhere: Environment = {
  cpu: 'a processor',
  cores: 2,
  allowedCores: [0, 1],
  memory: 8e9,
  system: 'linux 6.1 x64',
  node: '20.20.0',
  stdnet: '0.1.0',
  limits: { somaxconn: 4096, openFiles: null },
  loadAverage: 0.1,
};

export const settings = {
  ...{ rounds: 5, durationMs: 300, warmUpMs: 100, firstWarmUpMs: 300 },
  ...{ patienceMs: 5_000, loadThreads: 2 },
};

/** As it is when it has been read from its file. */
export function run(outcomes: readonly Outcome[], more: Partial<Results> = {}): Results {
  return JSON.parse(JSON.stringify({ ...results(new Date(0), somewhere, settings, outcomes), ...more }));
}

/** echo-16: native threads and node:net at these rates. */
export function echoRun(threads: number, node: number, more: Partial<Results> = {}): Results {
  return run(
    [outcome('echo-16', [measured('threads', rounds(threads)), measured('node', rounds(node))])],
    more,
  );
}

/** Every text of it wants to be something else. */
export function hostileRun(): Results {
  const [workload] = echoRun(1e5, 5e4).workloads;
  const [server, ...others] = workload!.servers;
  const bad = '"><script>alert(1)</script><img src=x onerror=alert(2)> | `x` [a](javascript:b)\n# & ';
  return echoRun(1, 1, {
    environment: { ...somewhere, cpu: bad, system: bad, node: bad, stdnet: bad },
    workloads: [
      {
        ...workload!,
        id: '=HYPERLINK("http://x")\n2',
        title: bad,
        missing: [{ server: bad, title: bad, why: bad }],
        servers: [{ ...server!, server: bad, title: bad }, ...others],
      },
    ],
  });
}
