import { checkOptions } from '../core/check.js';
import { checkDuration } from '../core/duration.js';
import type { SocketAddr } from '../net/socket_addr.js';
import { type LoadTestOptions, loadTest } from './load_test.js';
import { type HighestRate, searchRate } from './rate_search.js';

/** What a {@link highestRate} asks, and how soon it wants the answers. */
export interface HighestRateOptions extends Omit<LoadTestOptions, 'rate' | 'messages'> {
  /** Milliseconds that the p99 may take. */
  readonly p99Under: number;
}

/**
 * The most that a server can be asked, in an open loop, so that it answers 99 of 100 in time. What lies between nothing and what a
 * closed loop reaches is halved until it is known to a thirty-second of that: seven runs or so, of `durationMs` each. Most servers' latency has
 * a knee, which this finds; where it goes up and down, it finds one of the places where it goes up. Blocks nothing.
 *
 * @param target a `SocketAddr`, or its text: names are not looked up.
 * @throws BenchError where a hundredth of the closed loop's rate is too much already; otherwise as `loadTest()`.
 * @example
 * const { rate } = await highestRate('127.0.0.1:7878', { connections: 128, p99Under: 2 });
 */
export async function highestRate(
  target: SocketAddr | string,
  options: HighestRateOptions,
): Promise<HighestRate> {
  const { p99Under, ...load } = checkOptions(options, 'options');
  const limit = checkDuration(p99Under, 'options.p99Under') * 1_000;
  const closed = await loadTest(target, load);
  return searchRate(closed.requests / closed.seconds, limit, (rate) => loadTest(target, { ...load, rate }));
}
