/** Outcomes that nobody measured. */

import type { Measured, Outcome } from '../../../lib/bench/measure.js';
import { SERVERS } from '../../../lib/bench/server_kinds.js';
import { SUITES } from '../../../lib/bench/suites.js';
import type { LoadReport } from '../../../lib/binding/native_load.js';

/** Nanoseconds, and which part of the requests took as long: the percentiles of {@link report}. */
const PARTS = [
  [12_300, 0.5],
  [20_000, 0.4],
  [1_234_000, 0.09],
  [2_000_000, 0.009],
  [3_000_000, 0.001],
] as const;

/** As the load generator tells them. */
export function latencies(requests: number): Float64Array {
  const pairs = PARTS.map(([nanoseconds, part]) => [nanoseconds, Math.round(part * requests)]);
  return Float64Array.from(pairs.filter(([, count]) => count! > 0).flat());
}

/** A round of a second. */
export function report(requests: number, more: Partial<LoadReport> = {}): LoadReport {
  return {
    latencies: latencies(requests),
    ...{ requests, waiting: 0, resent: 0, lost: 0, reordered: 0 },
    ...{ seconds: 1, p50: 12.3, p90: 20, p99: 1_234, p999: 2_000, max: 3_000 },
    ...{ serverCpuSeconds: 0.5, loadCpuSeconds: 0.5, busiestThread: 0.5 },
    ...more,
  };
}

export function measured(
  id: string,
  reports: LoadReport[],
  peakMemory: number | null = 50e6,
  idleMemory: Measured['idleMemory'] = null,
): Measured {
  return { kind: SERVERS.find((kind) => kind.id === id)!, reports, peakMemory, idleMemory };
}

export function outcome(workload: string, servers: Measured[], more: Partial<Outcome> = {}): Outcome {
  return {
    workload: SUITES.flatMap(({ workloads }) => workloads).find(({ id }) => id === workload)!,
    measured: servers,
    missing: [],
    listenOverflows: 0,
    ...more,
  };
}

/** Five rounds around a rate. */
export function rounds(rate: number, more: Partial<LoadReport> = {}): LoadReport[] {
  return [-2, -1, 0, 1, 2].map((step) => report(Math.round(rate * (1 + step / 1_000)), more));
}
