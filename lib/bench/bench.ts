/** The whole benchmark, as a function: what to run in, what came out. @internal */
import { type Environment, environment } from './environment.js';
import { measure, type Outcome } from './measure.js';
import type { BenchOptions } from './options.js';
import type { Progress } from './progress.js';
import { type ServerKind, selectServers } from './server_kinds.js';
import { loadThreads, QUICK, type Settings, USUAL } from './settings.js';
import { selectWorkloads, type Workload } from './workloads.js';

/** @internal */
export interface Plan {
  readonly workloads: readonly Workload[];
  readonly kinds: readonly ServerKind[];
  readonly settings: Settings;
  readonly environment: Environment;
}

/** @throws BenchError for names that mean nothing. @internal */
export function plan(options: BenchOptions): Plan {
  const surroundings = environment();
  const base = options.quick ? QUICK : USUAL;
  return {
    workloads: selectWorkloads(options.only),
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
export async function runPlan(plan: Plan, progress: Progress, signal: AbortSignal): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  try {
    for (const workload of plan.workloads) {
      outcomes.push(await measure(workload, plan.kinds, plan.settings, signal, progress.onRun));
    }
    return outcomes;
  } finally {
    progress.done();
  }
}
