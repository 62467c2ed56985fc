import { runsOf } from './measure.js';
import { USUAL_RUNS } from './rate_around.js';
import type { ServerKind } from './server_kinds.js';
import type { Settings } from './settings.js';
import type { Suite } from './suites.js';

/** Of each run, beside what the settings say: connecting, and its share of the servers' starts. Seen on two cores. */
const BESIDES_MS = 250;

/** What there is to choose from, and about how long it takes. @internal */
export function suiteList(
  suites: readonly Suite[],
  kinds: readonly ServerKind[],
  settings: Settings,
): string {
  const width = Math.max(...suites.flatMap(({ workloads }) => workloads.map(({ id }) => id.length))) + 4;
  const blocks = suites.map(({ id, question, workloads }) => {
    const perRun = settings.warmUpMs + settings.durationMs + BESIDES_MS;
    const runs = workloads.reduce(
      (sum, workload) => sum + runsOf([workload], kinds, settings) * (workload.p99Under > 0 ? USUAL_RUNS : 1),
      0,
    );
    const minutes = (runs * perRun) / 60_000;
    return [
      `${id.padEnd(width)}${question}; ${duration(minutes)}`,
      ...workloads.map((workload) => `  ${workload.id.padEnd(width - 2)}${workload.title}`),
    ].join('\n');
  });
  return blocks.join('\n\n');
}

function duration(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole < 1) return 'less than a minute';
  return whole === 1 ? 'a minute or so' : `some ${whole} minutes`;
}
