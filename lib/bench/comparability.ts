import { figure } from './format.js';
import type { Results } from './results.js';

/** Why two runs cannot be held against each other, and why one should hesitate. @internal */
export interface Comparability {
  readonly obstacles: readonly string[];
  readonly doubts: readonly string[];
}

/**
 * Another machine or another load makes every ratio meaningless; another kernel, Node or length of the rounds may be what one
 * wants to see, but is then what one sees. Another version of stdnet is what the comparison is for.
 *
 * @internal
 */
export function comparability(before: Results, after: Results): Comparability {
  const [was, is] = [before.environment, after.environment];
  const [first, second] = [before.settings, after.settings];
  const obstacles = [
    difference('processor', was.cpu, is.cpu),
    difference('cores', was.cores, is.cores),
    difference('allowed cores', was.allowedCores.join(' '), is.allowedCores.join(' ')),
    difference('load threads', first.loadThreads, second.loadThreads),
  ];
  const doubts = [
    difference('memory', was.memory, is.memory),
    difference('system', was.system, is.system),
    difference('Node', was.node, is.node),
    difference('longest accept queue', was.limits.somaxconn, is.limits.somaxconn),
    difference('milliseconds a round', first.durationMs, second.durationMs),
    difference('milliseconds of warm-up', first.warmUpMs, second.warmUpMs),
    busy('first', before),
    busy('second', after),
  ];
  return { obstacles: obstacles.flat(), doubts: doubts.flat() };
}

function difference<T extends string | number | null>(what: string, before: T, after: T): string[] {
  return before === after ? [] : [`${what}: ${before ?? '?'}, then ${after ?? '?'}`];
}

function busy(which: string, { environment: { loadAverage, cores } }: Results): string[] {
  return loadAverage > cores / 2
    ? [`the machine was busy before the ${which} run (load average ${figure(loadAverage)})`]
    : [];
}
