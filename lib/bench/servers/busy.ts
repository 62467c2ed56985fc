const PERIOD_MS = 100;
let timer: NodeJS.Timeout | undefined;

/**
 * `busy 50`: from now on this JS thread computes for 50 ms of every 100, in one piece, as a program does that has more to do than to
 * serve. `busy 0`: no more. @internal
 */
export function obey(line: string): void {
  const ms = Number(/^busy (\d+)$/.exec(line)?.[1]);
  clearInterval(timer);
  timer = ms > 0 ? setInterval(compute, PERIOD_MS, ms) : undefined;
}

function compute(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
