/** Two runs, one before and one after a change: what became better, what worse, and what nobody can tell. @internal */
import { ratioOfMedians } from './bootstrap.js';
import { type Results, ratesOf, type ServerResults, type WorkloadResults } from './results.js';
import { type Estimate, estimate, type Verdict, verdictOf } from './statistics.js';
import { cpuPerMillion } from './summary.js';
import { shapeOf } from './workloads.js';

/** What is compared: the rate, the 99th percentile of the latencies, and processor time for a million requests. @internal */
export const FIGURES = ['rate', 'p99', 'cpu'] as const;
/** @internal */
export type Figure = (typeof FIGURES)[number];

/** Verdicts on what is better small. */
const AMOUNTS = {
  ...{ faster: 'higher', slower: 'lower' },
  ...{ 'no difference shown': 'no difference shown', 'too few rounds': 'too few rounds' },
} as const satisfies Record<Verdict, string>;

/** How one figure of a server was in both. @internal */
export interface Difference {
  readonly figure: Figure;
  readonly before: Estimate;
  readonly after: Estimate;
  /** Of the medians, after to before. */
  readonly ratio: Estimate;
  /** Of a rate `faster` or `slower`, of what is better small `lower` or `higher`. */
  readonly verdict: Verdict | (typeof AMOUNTS)[Verdict] | 'the load was the limit';
  /** Worse, and by more than the tolerance. */
  readonly regression: boolean;
}

/** How one server did in both. @internal */
export interface Change {
  readonly workload: WorkloadResults;
  readonly server: string;
  readonly title: string;
  /** In the order of {@link FIGURES}, but those that the system did not tell, or told as nothing. */
  readonly differences: readonly Difference[];
}

/** @internal */
export interface RunComparison {
  readonly changes: readonly Change[];
  /** What only one of the runs holds, or holds in another form. */
  readonly unmatched: readonly string[];
}

/** `tolerance`: the part by which a figure may become worse; 0.1 is 10 %. @internal */
export function compareRuns(before: Results, after: Results, tolerance: number): RunComparison {
  const changes: Change[] = [];
  const unmatched: string[] = [];
  for (const [old, now] of pairs(before.workloads, after.workloads, ({ id }) => id)) {
    const workload = (now ?? old)!;
    if (!old || !now) unmatched.push(`${workload.title}: only in the ${old ? 'first' : 'second'} file`);
    else if (shapeOf(old) !== shapeOf(now))
      unmatched.push(`${workload.title}: another workload of this name`);
    else {
      for (const [was, is] of pairs(old.servers, now.servers, ({ server }) => server)) {
        const { server, title } = (is ?? was)!;
        if (was && is) {
          const differences = FIGURES.flatMap((figure) => difference(figure, workload, was, is, tolerance));
          changes.push({ workload, server, title, differences });
        } else {
          unmatched.push(`${workload.title}, ${title}: only in the ${was ? 'first' : 'second'} file`);
        }
      }
    }
  }
  return { changes, unmatched };
}

/** None where a round has nothing to tell: no ratio would mean anything. */
function difference(
  figure: Figure,
  workload: WorkloadResults,
  was: ServerResults,
  is: ServerResults,
  tolerance: number,
): Difference[] {
  const earlier = valuesOf(figure, workload, was);
  const later = valuesOf(figure, workload, is);
  if (![...earlier, ...later].every((value) => value > 0)) return [];
  const [before, after, ratio] = [estimate(earlier), estimate(later), ratioOfMedians(later, earlier)];
  const shown = verdictOf(ratio, after, before);
  const [more, less] = [shown === 'faster', shown === 'slower'];
  const [better, worse] = figure === 'rate' ? [more, less] : [less, more];
  // What the load limited is a bound: the server may do more than that, and sooner. What it cost is no bound.
  const bounded = figure !== 'cpu' && ((worse && is.loadSaturated) || (better && was.loadSaturated));
  const beyond = Math.abs(ratio.median - 1) > tolerance;
  return [
    {
      ...{ figure, before, after, ratio },
      verdict: bounded ? 'the load was the limit' : figure === 'rate' ? shown : AMOUNTS[shown],
      regression: worse && !bounded && beyond,
    },
  ];
}

/** Round by round; NaN: not known. */
function valuesOf(figure: Figure, workload: WorkloadResults, server: ServerResults): number[] {
  if (figure === 'rate') return ratesOf(workload, server);
  if (figure === 'p99') return server.rounds.map(({ p99 }) => p99);
  return server.rounds.map((round) => cpuPerMillion(round) ?? Number.NaN);
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
