/** What every report says of a run and of its servers, in words and figures. @internal */
import { figure, interval, orUnknown, ratio, unitOf } from '../format.js';
import type { Results, ServerResults, WorkloadResults } from '../results.js';

/** Where and how: names and values. @internal */
export function circumstances({ startedAt, environment, settings }: Results): Array<[string, string]> {
  const { cpu, cores, memory, system, node, stdnet, limits, loadAverage } = environment;
  return [
    ['started', startedAt],
    ['processor', `${cpu}, ${cores} cores`],
    ['memory', `${figure(memory / 2 ** 30)} GiB`],
    ['system', system],
    ['versions', `Node ${node}, stdnet ${stdnet}`],
    ['limits', `accept queue ${limits.somaxconn ?? '?'}, descriptors ${limits.openFiles ?? '?'}`],
    ['load average before', figure(loadAverage)],
    [
      'rounds',
      `${settings.rounds} of ${settings.durationMs} ms after ${settings.warmUpMs} ms of warm-up; load threads: ${settings.loadThreads}`,
    ],
  ];
}

/** @internal */
export function columns(workload: WorkloadResults): string[] {
  return [
    'server',
    `${unitOf(workload).name} (interval)`,
    'x baseline (interval)',
    'verdict',
    'effect',
    'p50 us',
    'p99 us',
    'p99.9 us',
    'CPU s/M',
    'RSS MB',
  ];
}

/** As many as there are columns. @internal */
export function cells(workload: WorkloadResults, server: ServerResults): string[] {
  const { toBaseline } = server;
  return [
    nameOf(server),
    interval(server.rate, unitOf(workload).scale),
    toBaseline === null ? '' : ratio(toBaseline),
    toBaseline === null ? '' : toBaseline.verdict,
    toBaseline === null ? '' : toBaseline.effect.toFixed(2),
    figure(server.p50),
    figure(server.p99),
    figure(server.p999),
    orUnknown(server.cpuPerMillion),
    orUnknown(server.peakMemory, 1e6),
  ];
}

/** With a mark where the load was the limit. @internal */
export function nameOf({ title, loadSaturated }: ServerResults): string {
  return loadSaturated ? `${title} *` : title;
}
