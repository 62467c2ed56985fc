/** The whole benchmark, as a function: what to run in, what came out. @internal */
import { type Environment, environment } from './environment.js';
import { measure, type OnRun, type Outcome } from './measure.js';
import { type Results, results } from './results.js';
import { type ServerKind, selectServers } from './server_kinds.js';
import { loadThreads, QUICK, type Settings, USUAL } from './settings.js';
import { workloadsOf } from './suites.js';
import { selectWorkloads, type Workload } from './workloads.js';

/** @internal */
export interface Plan {
  readonly workloads: readonly Workload[];
  readonly kinds: readonly ServerKind[];
  readonly settings: Settings;
  readonly environment: Environment;
}

/** What is wanted; what is not given is as usual. @internal */
export interface Wishes {
  readonly suite: readonly string[];
  readonly only: readonly string[];
  readonly servers: readonly string[];
  readonly quick: boolean;
  readonly rounds?: number | undefined;
  readonly duration?: number | undefined;
  readonly loadThreads?: number | undefined;
}

/** @throws BenchError for names that mean nothing. @internal */
export function plan(options: Wishes): Plan {
  const surroundings = environment();
  const base = options.quick ? QUICK : USUAL;
  return {
    workloads: selectWorkloads(options.only, workloadsOf(options.suite)),
    kinds: selectServers(options.servers),
    environment: surroundings,
    settings: {
      ...base,
      rounds: options.rounds ?? base.rounds,
      durationMs: options.duration ?? base.durationMs,
      loadThreads: options.loadThreads ?? loadThreads(surroundings.cores),
    },
  };
}

/** @throws BenchError for the first run that fails; the signal's reason. @internal */
export async function runPlan(plan: Plan, onRun: OnRun, signal: AbortSignal): Promise<Results> {
  const startedAt = new Date();
  const outcomes: Outcome[] = [];
  for (const workload of plan.workloads) {
    outcomes.push(await measure(workload, plan.kinds, plan.settings, signal, onRun));
  }
  return results(startedAt, plan.environment, plan.settings, outcomes);
}
