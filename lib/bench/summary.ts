/** What the rounds of a workload come to. */
import type { LoadReport } from '../binding/native_load.js';
import type { IdleMemory } from './idle_crowd.js';
import type { Measured, Outcome } from './measure.js';
import { BASELINES } from './server_kinds.js';
import { type Comparison, compare, type Estimate, estimate, median } from './statistics.js';
import { drift, outliers } from './steadiness.js';
import type { Workload } from './workloads.js';

/** What the rounds of one server under one workload come to. */
export interface Summary {
  /** Its id. */
  readonly server: string;
  /** What it is called in reports. */
  readonly title: string;
  /** Requests a second; of streams, bytes a second in each direction. */
  readonly rate: Estimate;
  /** To the baseline, in the same rounds; null: it is the baseline, or there is none. */
  readonly toBaseline: Comparison | null;
  /** Microseconds, the median round's: half of the requests took at most so long. */
  readonly p50: number;
  /** Nine of ten, likewise. */
  readonly p90: number;
  /** 99 of 100. */
  readonly p99: number;
  /** 999 of 1,000. */
  readonly p999: number;
  /** The slowest of the median round. */
  readonly max: number;
  /** Of the server, for a million requests; null where the system does not tell. */
  readonly cpuPerMillion: number | null;
  /** The most bytes that its process held, Node itself included; null where the system does not tell. */
  readonly peakMemory: number | null;
  /** What each idle connection cost; null: there were none, or the system does not tell. */
  readonly idleMemory: IdleMemory | null;
  /** The share of the time that the busiest load thread was on a processor. */
  readonly busiestLoadThread: number;
  /** The load generator could not have asked for more: the rate is a lower bound. */
  readonly loadSaturated: boolean;
  /** By which part the rate rose or fell (negative) through the rounds; null: no trend that is worth telling. */
  readonly drift: number | null;
  /** The rounds, from 1 on, whose rate is far from the others'. */
  readonly outliers: readonly number[];
}

/** @internal */
export const SATURATED = 0.9;

/** @internal */
export function rateOf(
  workload: Workload,
  { requests, seconds }: Pick<LoadReport, 'requests' | 'seconds'>,
): number {
  return (workload.unit === 'bytes' ? requests * workload.message : requests) / seconds;
}

/** Processor seconds of the server for a million requests; null: not known. @internal */
export function cpuPerMillion({
  serverCpuSeconds,
  requests,
}: Pick<LoadReport, 'serverCpuSeconds' | 'requests'>): number | null {
  return serverCpuSeconds === null ? null : (serverCpuSeconds / requests) * 1e6;
}

/** @internal */
export function summarize({ workload, measured }: Outcome): Summary[] {
  const baseline = measured.find(({ kind }) => BASELINES.includes(kind.id));
  return measured.map((one) => ({
    server: one.kind.id,
    title: one.kind.title,
    rate: estimate(rates(workload, one)),
    toBaseline:
      baseline === undefined || baseline === one
        ? null
        : compare(rates(workload, one), rates(workload, baseline)),
    ...percentiles(one.reports),
    cpuPerMillion: medianCpu(one.reports),
    peakMemory: one.peakMemory,
    idleMemory: one.idleMemory,
    busiestLoadThread: busiest(one.reports),
    loadSaturated: busiest(one.reports) >= SATURATED,
    drift: drift(rates(workload, one)),
    outliers: outliers(rates(workload, one)),
  }));
}

function rates(workload: Workload, { reports }: Measured): number[] {
  return reports.map((report) => rateOf(workload, report));
}

type Percentiles = Pick<Summary, 'p50' | 'p90' | 'p99' | 'p999' | 'max'>;

function percentiles(reports: readonly LoadReport[]): Percentiles {
  const middle = (name: keyof Percentiles) => median(reports.map((report) => report[name]));
  return {
    p50: middle('p50'),
    p90: middle('p90'),
    p99: middle('p99'),
    p999: middle('p999'),
    max: middle('max'),
  };
}

function busiest(reports: readonly LoadReport[]): number {
  return median(reports.map(({ busiestThread }) => busiestThread));
}

function medianCpu(reports: readonly LoadReport[]): number | null {
  const each = reports.map(cpuPerMillion);
  return each.includes(null) ? null : median(each as number[]);
}
