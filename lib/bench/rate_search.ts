/** Where latency goes up: the highest rate at which a server still answers in time. */
import type { LoadReport } from '../binding/native_load.js';
import { BenchError } from './error.js';
import { SATURATED } from './summary.js';

/** What a search has found. */
export interface HighestRate {
  /** Of the run with the highest rate whose p99 was low enough. */
  readonly report: LoadReport;
  /** What was asked in it, in requests a second. */
  readonly rate: number;
  /** In the slowest run that was not good enough the load was busy all the time: the server may be good for more. */
  readonly loadSaturated: boolean;
  /** Every run in an open loop, in their order. */
  readonly tried: readonly TriedRate[];
}

/** One step of a search. */
export interface TriedRate {
  /** Requests a second. */
  readonly rate: number;
  /** Microseconds. */
  readonly p99: number;
  /** The p99 was under its bound, and all that was due was asked. */
  readonly inTime: boolean;
}

/** As parts of the highest rate that is possible: how narrow the search becomes, and where it gives up. */
const PRECISION = 1 / 32;
const LEAST = 1 / 256;

/**
 * @param possible requests a second that cannot be exceeded: a closed loop's.
 * @param limit microseconds that the p99 may take.
 * @throws BenchError where none is low enough.
 * @internal
 */
export async function searchRate(
  possible: number,
  limit: number,
  run: (rate: number) => Promise<LoadReport>,
): Promise<HighestRate> {
  const tried: TriedRate[] = [];
  let best: Pick<HighestRate, 'report' | 'rate'> | null = null;
  let low = 0;
  let high = possible;
  let loadSaturated = false;
  for (
    let rate = possible;
    high - low > possible * (best === null ? LEAST : PRECISION);
    rate = (low + high) / 2
  ) {
    const report = await run(rate);
    const inTime = report.requests > 0 && report.p99 <= limit;
    tried.push({ rate, p99: report.p99, inTime });
    if (inTime) {
      best = { report, rate };
      low = rate;
    } else {
      high = rate;
      loadSaturated = report.busiestThread >= SATURATED;
    }
  }
  if (best !== null) return { ...best, loadSaturated, tried };
  const last = tried.at(-1);
  throw new BenchError(
    last === undefined
      ? 'not one request was answered within the time measured'
      : `the p99 is ${Math.round(last.p99)} us at ${Math.round(last.rate)} requests a second already`,
  );
}
