/** What a benchmark has found: what the results file holds, and what everything else is made of. */
import type { LoadReport } from '../binding/native_load.js';
import type { Environment } from './environment.js';
import { encoded } from './histogram.js';
import type { Outcome } from './measure.js';
import type { Settings } from './settings.js';
import { type Comparison, compare } from './statistics.js';
import { rateOf, type Summary, summarize } from './summary.js';
import type { Workload } from './workloads.js';

/** Tells the file from any other JSON. @internal */
export const FORMAT = 'stdnet-bench';
/** @internal */
export const SCHEMA = 2 satisfies Results['schema'];

/** What the load generator reported of one round, but how long each request took: that is in {@link ServerResults.histogram}. Where the
 * highest rate was looked for it is that of the run at the rate that was found, and `busiestThread` that of the one that was late. */
export type RoundResults = Omit<LoadReport, 'latencies'>;

/** One server under one workload. */
export interface ServerResults extends Summary {
  /**
   * How long the requests of all rounds took, in nanoseconds: a HdrHistogram of two significant digits, compressed (V2), in base64.
   * null: the file is an older one's.
   */
  readonly histogram: string | null;
  /** In their order: the same index is the same round of every server of the workload. */
  readonly rounds: readonly RoundResults[];
}

/** A server that this machine does not have, or that was never in time. */
export interface MissingServer {
  /** Its id. */
  readonly server: string;
  /** What it is called in reports. */
  readonly title: string;
  /** Why there are no figures. */
  readonly why: string;
}

/** One workload, and how each server did. */
export interface WorkloadResults extends Workload {
  /** Connections that full accept queues refused meanwhile, anywhere on the machine; null: not known. */
  readonly listenOverflows: number | null;
  /** Those without figures. */
  readonly missing: readonly MissingServer[];
  /** Those with figures, in the order of reports. */
  readonly servers: readonly ServerResults[];
}

/** A whole run. Times of reports are microseconds, rates per second, memory bytes. */
export interface Results {
  /** Tells the file from any other JSON. */
  readonly format: 'stdnet-bench';
  /** Changes when a reader of the older files would be misled. */
  readonly schema: 2;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Where it was measured. */
  readonly environment: Environment;
  /** How it was measured. */
  readonly settings: Settings;
  /** What was found. */
  readonly workloads: readonly WorkloadResults[];
}

/** @internal */
export function results(
  startedAt: Date,
  environment: Environment,
  settings: Settings,
  outcomes: readonly Outcome[],
): Results {
  return {
    format: FORMAT,
    schema: SCHEMA,
    startedAt: startedAt.toISOString(),
    environment,
    settings,
    workloads: outcomes.map((outcome) => ({
      ...outcome.workload,
      listenOverflows: outcome.listenOverflows,
      missing: outcome.missing.map(({ kind, why }) => ({ server: kind.id, title: kind.title, why })),
      servers: summarize(outcome).map((summary, i) => ({
        ...summary,
        histogram: encoded(outcome.measured[i]!.reports),
        rounds: outcome.measured[i]!.reports.map(({ latencies, ...round }) => round),
      })),
    })),
  };
}

/** The rates of a server, round by round. @internal */
export function ratesOf(workload: Workload, { rounds }: Pick<ServerResults, 'rounds'>): number[] {
  return rounds.map((round) => rateOf(workload, round));
}

/** One server of a workload against another; null unless both were measured. @internal */
export function versus(workload: WorkloadResults, id: string, other: string): Comparison | null {
  const [ours, theirs] = [id, other].map((wanted) =>
    workload.servers.find(({ server }) => server === wanted),
  );
  return ours && theirs ? compare(ratesOf(workload, ours), ratesOf(workload, theirs)) : null;
}
