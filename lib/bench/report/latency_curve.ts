import { decoded } from '../histogram.js';
import type { ServerResults } from '../results.js';

/** Where a curve of percentiles is. @internal */
export interface CurvePoint {
  /** One of so many requests took longer: 2 at the median, 100 at the 99th percentile. */
  readonly oneIn: number;
  readonly us: number;
}

/** The last that a curve shows: 99.99 %. @internal */
export const RAREST = 1e4;
/** From the fastest tenth on: the single fastest tells nothing, and would take up half the chart. */
const POINTS_A_DECADE = 20;

/**
 * How long the requests of all rounds took, up to where a single one took longer. Of an older file, which holds no
 * histograms, four points are known.
 *
 * @internal
 */
export function latencyCurve({ histogram, ...server }: ServerResults): CurvePoint[] {
  if (histogram === null) {
    const { p50, p90, p99, p999 } = server;
    return [p50, p90, p99, p999].map((us, i) => ({ oneIn: [2, 10, 100, 1_000][i]!, us }));
  }
  const all = decoded(histogram);
  const last = Math.log10(Math.min(all.totalCount, RAREST));
  return Array.from({ length: Math.floor(last * POINTS_A_DECADE) }, (_, i) => {
    const oneIn = 10 ** ((i + 1) / POINTS_A_DECADE);
    return { oneIn, us: all.getValueAtPercentile(percentAt(oneIn)) / 1000 };
  });
}

/** 50 for 2, 99.9 for 1,000. @internal */
export function percentAt(oneIn: number): number {
  return 100 - 100 / oneIn;
}
