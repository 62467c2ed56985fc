/** How late the event loop has been since the last report. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

/** Prints a line of JSON: the p99 of the event loop's delay in ms, and `more`. */
export function sayDelay(more) {
  const delayP99 = delay.percentile(99) / 1e6;
  delay.reset();
  console.log(JSON.stringify({ delayP99, ...more }));
}
