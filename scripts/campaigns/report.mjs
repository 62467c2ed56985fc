/** What campaigns print, and how they take part in a process with slow look-ups. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { slowLookup } from '../../test/support/slow-lookup.mjs';

export function quantile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

/** { count, p50, p99, max } of times in milliseconds. */
export function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const round = (ms) => Math.round(ms * 100) / 100;
  return {
    count: sorted.length,
    p50: round(quantile(sorted, 0.5)),
    p99: round(quantile(sorted, 0.99)),
    max: round(sorted.at(-1) ?? 0),
  };
}

/** Runs the script again with a look-up that blocks (for `ms`), unless that is what runs now. */
export function needSlowLookup(script, ms) {
  if (process.env.STDNET_TEST_LOOKUP_MS) return;
  const lookup = slowLookup(ms);
  const args = [...process.execArgv, fileURLToPath(script), ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, ...lookup.env },
  });
  lookup.remove();
  process.exit(status ?? 1);
}

/**
 * The last line is for programs; the exit code says whether what must always hold did, and the limits of time were kept: these
 * do not count with `--lenient`, for machines that do something else meanwhile.
 */
export function finish(result, held, inTime = true) {
  console.log(JSON.stringify(result));
  process.exitCode = held && (inTime || process.argv.includes('--lenient')) ? 0 : 1;
}
