import { type Estimate, median } from './statistics.js';

const RESAMPLES = 4_000;
const OUTSIDE = 0.025;
/** Fixed: the same two files always give the same verdict. */
const SEED = 1;

/**
 * The ratio of the medians of two runs, which have no rounds in common, with the interval that holds 95 % of the ratios of
 * resampled rounds (percentile bootstrap). With the few rounds of a run it is somewhat too narrow: no verdict rests on it alone.
 *
 * @internal
 */
export function ratioOfMedians(ours: readonly number[], theirs: readonly number[]): Estimate {
  const random = mulberry32(SEED);
  const again = (values: readonly number[]) =>
    median(values.map(() => values[Math.floor(random() * values.length)]!));
  const ratios = Array.from({ length: RESAMPLES }, () => again(ours) / again(theirs)).sort((a, b) => a - b);
  return {
    median: median(ours) / median(theirs),
    low: ratios[RESAMPLES * OUTSIDE]!,
    high: ratios[RESAMPLES * (1 - OUTSIDE) - 1]!,
    confidence: 1 - 2 * OUTSIDE,
  };
}

/** Tommy Ettinger's generator (public domain): 0 to 1, 1 left out. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
