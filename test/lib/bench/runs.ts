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
