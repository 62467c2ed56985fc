import {
  checkArray,
  checkBoolean,
  checkInteger,
  checkOptions,
  checkSignal,
  checkString,
} from '../core/check.js';
import { plan, runPlan } from './bench.js';
import { type OnRun, runsOf } from './measure.js';
import type { Results } from './results.js';

/** What a {@link runBench} does. */
export interface RunBenchOptions {
  /** By id, as `stdnet bench --list` tells them: `['ping-pong']`. Default: the usual workloads. */
  readonly suites?: readonly string[];
  /** Of the suites; by id, or by what several ids begin with: `['kv', 'echo-16']`. Default: all. */
  readonly workloads?: readonly string[];
  /** By id: `['threads', 'node']`. Default: all. Without `node` or `dgram` nothing is a baseline. */
  readonly servers?: readonly string[];
  /** Of each server: 1 to 1,000. Default: 5. */
  readonly rounds?: number;
  /** Milliseconds of each run: 1 to 3,600,000. Default: 300. */
  readonly durationMs?: number;
  /** Threads of the load generator: 1 to 256. Default: one for each core, 8 at most. */
  readonly loadThreads?: number;
  /** Three rounds of 80 ms by default: shows that it works and proves nothing. Default: false. */
  readonly quick?: boolean;
  /** Ends it: every server is stopped, and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told before each run. What it throws ends the benchmark. */
  readonly onProgress?: (progress: BenchProgress) => void;
}

/** Which run begins. */
export interface BenchProgress {
  /** The id of the workload. */
  readonly workload: string;
  /** The id of the server. */
  readonly server: string;
  /** From 1 on; 0 is the warm-up. */
  readonly round: number;
  /** How many of them are recorded. */
  readonly rounds: number;
  /** Runs that are done; servers that this machine does not have take none of theirs. */
  readonly done: number;
  /** How many runs there will be in all. */
  readonly runs: number;
}

/**
 * What `stdnet bench` does, without its files and its output: each server in a process of its own on 127.0.0.1, driven in turns by
 * native threads of this process. Blocks nothing; a busy JS thread lets the runs pass but not follow each other.
 *
 * @returns what the results file holds.
 * @throws TypeError, RangeError for wrong arguments; BenchError for a name that means nothing, and for the first run that fails.
 * @example
 * const { workloads } = await runBench({ workloads: ['echo-16'], servers: ['threads', 'node'] });
 */
export async function runBench(options?: RunBenchOptions): Promise<Results> {
  const { suites, workloads, servers, rounds, durationMs, loadThreads, quick, signal, onProgress } =
    checkOptions(options, 'options');
  const made = plan({
    suite: names(suites, 'options.suites'),
    only: names(workloads, 'options.workloads'),
    servers: names(servers, 'options.servers'),
    quick: quick === undefined ? false : checkBoolean(quick, 'options.quick'),
    rounds: count(rounds, 'options.rounds', 1_000),
    duration: count(durationMs, 'options.durationMs', 3_600_000),
    loadThreads: count(loadThreads, 'options.loadThreads', 256),
  });
  const stop = signal === undefined ? new AbortController().signal : checkSignal(signal, 'options.signal');
  const runs = runsOf(made.workloads, made.kinds, made.settings);
  let done = 0;
  const onRun: OnRun = (workload, kind, round) =>
    onProgress?.({
      ...{ workload: workload.id, server: kind.id, round, rounds: made.settings.rounds },
      ...{ done: done++, runs },
    });
  return runPlan(made, onRun, stop);
}

function names(value: readonly string[] | undefined, name: string): string[] {
  return value === undefined ? [] : checkArray(value, name, 1_000, checkString);
}

function count(value: number | undefined, name: string, most: number): number | undefined {
  return value === undefined ? undefined : checkInteger(value, name, 1, most);
}
