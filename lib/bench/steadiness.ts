/** Whether the rounds of a run are of one kind: medians hide it. @internal */
import { median } from './statistics.js';

const FEWEST = 5;
/** Of the standard normal distribution: 95 % lies within. */
const Z_95 = 1.96;
/** Iglewicz and Hoaglin's bound, and what makes a median deviation comparable to a standard one. */
const MODIFIED_Z = 3.5;
const OF_NORMAL = 0.6745;
/** Less than this is noise, whatever a test of significance says. */
const WORTH_TELLING = 0.1;

/**
 * By which part the values rose (or fell: negative) from the first round to the last, where a Mann-Kendall test shows a
 * trend with 95 % and the Theil-Sen slope makes it 10 % or more; else null. Fewer than five rounds show none.
 *
 * @internal
 */
export function drift(values: readonly number[]): number | null {
  const n = values.length;
  if (n < FEWEST) return null;
  const steps = values.flatMap((later, j) =>
    values.slice(0, j).map((earlier, i) => ({ rise: later - earlier, rounds: j - i })),
  );
  const score = Math.abs(steps.reduce((sum, { rise }) => sum + Math.sign(rise), 0));
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  if ((score - 1) / deviation < Z_95) return null;
  const slope = median(steps.map(({ rise, rounds }) => rise / rounds));
  const change = (slope * (n - 1)) / median(values);
  return Math.abs(change) >= WORTH_TELLING ? change : null;
}

/**
 * The rounds, from 1 on, whose value is far from all others: a modified z-score over 3.5, and 10 % or more from the median.
 * Fewer than five rounds have none.
 *
 * @internal
 */
export function outliers(values: readonly number[]): number[] {
  if (values.length < FEWEST) return [];
  const middle = median(values);
  const distances = values.map((value) => Math.abs(value - middle));
  const usual = median(distances);
  return distances.flatMap((distance, i) =>
    distance * OF_NORMAL > MODIFIED_Z * usual && distance >= WORTH_TELLING * middle ? [i + 1] : [],
  );
}
