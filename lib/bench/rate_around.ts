/** The highest rate in time, looked for again and again: every round of a benchmark goes on from what the one before has found. */
import type { LoadReport } from '../binding/native_load.js';
import { BenchError } from './error.js';

/** No rate is low enough. @internal */
export class NoneInTime extends BenchError {}

/** Of a search that knows about where to look: its runs at most, and usually. */
const MOST_RUNS = 6;
/** @internal */
export const USUAL_RUNS = 4;
const FIRST_STEP = 1.2;
const LONGEST_STEP = 3;
/** Fewer requests have no 99th percentile. */
const FEWEST = 100;
/** How narrow it becomes: less than this is noise. */
const NARROW = 1 + 1 / 16;

/** What a search has found. @internal */
export interface RateFound {
  readonly report: LoadReport;
  /** What was asked in it, in requests a second. */
  readonly rate: number;
}

/**
 * Looks around a rate: up or down from there in steps that grow, to some thirty times or a thirtieth of it, and then between what was in time and
 * what was not. Few runs, however the server does: who comes again goes on from what was found.
 *
 * @returns the report of the highest rate in time, whose `busiestThread` is that of the run that was not: it tells whether the load was
 * why; and the rate that was asked.
 * @throws NoneInTime
 * @internal
 */
export async function searchAround(
  around: number,
  limit: number,
  run: (rate: number) => Promise<LoadReport>,
): Promise<RateFound> {
  let best: RateFound | null = null;
  let late: RateFound | null = null;
  let step = FIRST_STEP;
  let rate = around;
  for (let i = 0; i < MOST_RUNS; i++) {
    const one = { rate, report: await run(rate) };
    if (one.report.requests >= FEWEST && one.report.p99 <= limit) best = one;
    else late = one;
    if (best !== null && late !== null) {
      if (late.rate / best.rate <= NARROW) break;
      rate = Math.sqrt(late.rate * best.rate);
    } else {
      rate *= best !== null ? step : 1 / step;
      step = Math.min(step * step, LONGEST_STEP);
    }
  }
  if (best !== null) {
    const { busiestThread } = (late ?? best).report;
    return { ...best, report: { ...best.report, busiestThread } };
  }
  throw new NoneInTime(`none in time, down to ${Math.round(late!.rate)} requests a second`);
}
