/** What a few rounds say, and what they do not. */

/** A median, and between which values it lies. */
export interface Estimate {
  /** The middle one of the values. */
  readonly median: number;
  /** Where the interval begins. */
  readonly low: number;
  /** Where it ends. */
  readonly high: number;
  /** How often such an interval holds the true median: 0.9375 for five rounds. */
  readonly confidence: number;
}

/** What may be said of a difference. */
export type Verdict = 'faster' | 'slower' | 'no difference shown' | 'too few rounds';

/** How two servers did in the same rounds. */
export interface Comparison {
  /** Of the rates of the same round. */
  readonly ratio: Estimate;
  /** Cliff's delta of the rates: 1 where every round of ours beat every one of theirs, -1 where none did, 0: as often as not. */
  readonly effect: number;
  /** Whether the difference is more than chance. */
  readonly verdict: Verdict;
}

const LEAST_CONFIDENCE = 0.9;

/** @internal */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The median with the narrowest interval between two of the values, equally far from both ends, that holds the true
 * median with at least 90 %. Nothing is assumed of how the values are distributed. With fewer than five values no interval
 * does; then it spans them all and its `confidence` says what it is worth.
 *
 * @internal
 */
export function estimate(values: readonly number[]): Estimate {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = ascending(values);
  let outside = 0;
  while (2 * (outside + 1) < sorted.length && confidence(sorted.length, outside + 1) >= LEAST_CONFIDENCE) {
    outside++;
  }
  return {
    median: median(sorted),
    low: sorted[outside]!,
    high: sorted[sorted.length - 1 - outside]!,
    confidence: confidence(sorted.length, outside),
  };
}

/**
 * Both lists are of the same rounds, in the same order. A difference is shown only where neither the two intervals
 * overlap nor that of the ratio holds 1.
 *
 * @internal
 */
export function compare(rates: readonly number[], baseline: readonly number[]): Comparison {
  if (rates.length !== baseline.length) throw new RangeError('not of the same rounds');
  const ratio = estimate(rates.map((rate, round) => rate / baseline[round]!));
  const [ours, theirs] = [estimate(rates), estimate(baseline)];
  return { ratio, effect: cliffsDelta(rates, baseline), verdict: verdictOf(ratio, ours, theirs) };
}

/** A difference needs five rounds, rates whose intervals do not overlap, and an interval of the ratio without 1. @internal */
export function verdictOf(ratio: Estimate, ours: Estimate, theirs: Estimate): Verdict {
  if (Math.min(ours.confidence, theirs.confidence) < LEAST_CONFIDENCE) return 'too few rounds';
  const overlap = ours.low <= theirs.high && theirs.low <= ours.high;
  if (overlap || (ratio.low <= 1 && ratio.high >= 1)) return 'no difference shown';
  return ratio.median > 1 ? 'faster' : 'slower';
}

function cliffsDelta(ours: readonly number[], theirs: readonly number[]): number {
  const wins = ours.flatMap((our) => theirs.map((their) => Math.sign(our - their)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

/** How likely the median lies between the values with `outside` ones below and above: fair coins, thrown `n` times. */
function confidence(n: number, outside: number): number {
  let ways = 1;
  let sum = 0;
  for (let k = 0; k <= outside; k++) {
    sum += ways;
    ways = (ways * (n - k)) / (k + 1);
  }
  return 1 - 2 * sum * 0.5 ** n;
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
