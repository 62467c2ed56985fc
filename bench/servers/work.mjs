/** What handlers of benchmarks compute for each message. */

/** A message of one byte asks for so much. */
const BURN_MS = 100;

export function compute(chunk, microseconds) {
  const ms = chunk.length === 1 ? BURN_MS : microseconds / 1_000;
  if (ms === 0) return;
  const end = performance.now() + ms;
  while (performance.now() < end);
}
