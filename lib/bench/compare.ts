/** Two runs, one before and one after a change: what became faster, what slower, and what nobody can tell. @internal */
import { ratioOfMedians } from './bootstrap.js';
import { type Results, ratesOf, type ServerResults, type WorkloadResults } from './results.js';
import { type Estimate, type Verdict, verdictOf } from './statistics.js';
import { shapeOf } from './workloads.js';

/** How one server did in both. @internal */
export interface Change {
  readonly workload: WorkloadResults;
  readonly server: string;
  readonly title: string;
  readonly before: Estimate;
  readonly after: Estimate;
  /** Of the median rates, after to before. */
  readonly ratio: Estimate;
  /** After to before; null where one of them is 0 or not known. */
  readonly p99: number | null;
  readonly cpuPerMillion: number | null;
  readonly verdict: Verdict | 'the load was the limit';
  /** Slower, and by more than the tolerance. */
  readonly regression: boolean;
}

/** @internal */
export interface RunComparison {
  readonly changes: readonly Change[];
  /** What only one of the runs holds, or holds in another form. */
  readonly unmatched: readonly string[];
}

/** `tolerance`: the part of its rate that a server may lose; 0.1 is 10 %. @internal */
export function compareRuns(before: Results, after: Results, tolerance: number): RunComparison {
  const changes: Change[] = [];
  const unmatched: string[] = [];
  for (const [old, now] of pairs(before.workloads, after.workloads, ({ id }) => id)) {
    const workload = (now ?? old)!;
    if (!old || !now) unmatched.push(`${workload.title}: only in the ${old ? 'first' : 'second'} file`);
    else if (old.connections !== now.connections || shapeOf(old) !== shapeOf(now))
      unmatched.push(`${workload.title}: another workload of this name`);
    else {
      for (const [was, is] of pairs(old.servers, now.servers, ({ server }) => server)) {
        if (was && is) changes.push(change(now, was, is, tolerance));
        else {
          const { title } = (was ?? is)!;
          unmatched.push(`${workload.title}, ${title}: only in the ${was ? 'first' : 'second'} file`);
        }
      }
    }
  }
  return { changes, unmatched };
}

function change(workload: WorkloadResults, was: ServerResults, is: ServerResults, tolerance: number): Change {
  const ratio = ratioOfMedians(ratesOf(workload, is), ratesOf(workload, was));
  const shown = verdictOf(ratio, is.rate, was.rate);
  // A rate that the load limited is a lower bound: the server may be faster than that.
  const bounded = (shown === 'slower' && is.loadSaturated) || (shown === 'faster' && was.loadSaturated);
  return {
    workload,
    server: is.server,
    title: is.title,
    before: was.rate,
    after: is.rate,
    ratio,
    p99: quotient(is.p99, was.p99),
    cpuPerMillion: quotient(is.cpuPerMillion, was.cpuPerMillion),
    verdict: bounded ? 'the load was the limit' : shown,
    regression: shown === 'slower' && !bounded && ratio.median < 1 - tolerance,
  };
}

function quotient(after: number | null, before: number | null): number | null {
  return after === null || before === null || after === 0 || before === 0 ? null : after / before;
}

/** Those of the same key together, in the order of the first list; then what only the second holds. */
function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): Array<readonly [T | undefined, T | undefined]> {
  const later = new Map(after.map((item) => [keyOf(item), item]));
  const matched = before.map((item) => {
    const match = later.get(keyOf(item));
    later.delete(keyOf(item));
    return [item, match] as const;
  });
  return [...matched, ...[...later.values()].map((item) => [undefined, item] as const)];
}
