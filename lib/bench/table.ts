import Table from 'cli-table3';
import { figure, interval, orUnknown, ratio, unitOf } from './format.js';
import type { Outcome } from './measure.js';
import { type Summary, summarize } from './summary.js';

/** All workloads in one table; a row is a server. @internal */
export function table(outcomes: readonly Outcome[]): string {
  const rows = new Table({
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'right', 'left', 'right', 'right', 'right', 'right'],
  });
  for (const outcome of outcomes) {
    rows.push([{ content: outcome.workload.title, colSpan: 8 }]);
    rows.push([
      `  ${unitOf(outcome.workload).name}`,
      'median (interval)',
      'x node (interval)',
      'verdict',
      'p50 us',
      'p99 us',
      'CPU s/M',
      'RSS MB',
    ]);
    for (const summary of summarize(outcome)) rows.push(row(outcome, summary));
    for (const { kind, why } of outcome.missing) {
      rows.push([`  ${kind.title}`, { content: `not here: ${why.split('\n')[0]}`, colSpan: 7 }]);
    }
  }
  return rows.toString();
}

function row({ workload }: Outcome, summary: Summary): string[] {
  const { toBaseline } = summary;
  return [
    `  ${summary.title}${summary.loadSaturated ? ' *' : ''}`,
    interval(summary.rate, unitOf(workload).scale),
    toBaseline === null ? '' : ratio(toBaseline),
    toBaseline === null ? '' : toBaseline.verdict,
    figure(summary.p50),
    figure(summary.p99),
    orUnknown(summary.cpuPerMillion),
    orUnknown(summary.peakMemory, 1e6),
  ];
}
