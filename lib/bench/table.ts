import Table from 'cli-table3';
import { figure, interval, orUnknown, ratio, unitOf } from './format.js';
import type { ServerResults, WorkloadResults } from './results.js';

/** All workloads in one table; a row is a server. @internal */
export function table(workloads: readonly WorkloadResults[]): string {
  const rows = new Table({
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'right', 'left', 'right', 'right', 'right', 'right'],
  });
  for (const workload of workloads) {
    rows.push([{ content: workload.title, colSpan: 8 }]);
    rows.push([
      `  ${unitOf(workload).name}`,
      'median (interval)',
      'x node (interval)',
      'verdict',
      'p50 us',
      'p99 us',
      'CPU s/M',
      'RSS MB',
    ]);
    for (const server of workload.servers) rows.push(row(workload, server));
    for (const { title, why } of workload.missing) {
      rows.push([`  ${title}`, { content: `left out: ${why.split('\n')[0]}`, colSpan: 7 }]);
    }
  }
  return rows.toString();
}

function row(workload: WorkloadResults, server: ServerResults): string[] {
  const { toBaseline } = server;
  return [
    `  ${server.title}${server.loadSaturated ? ' *' : ''}`,
    interval(server.rate, unitOf(workload).scale),
    toBaseline === null ? '' : ratio(toBaseline),
    toBaseline === null ? '' : toBaseline.verdict,
    figure(server.p50),
    figure(server.p99),
    orUnknown(server.cpuPerMillion),
    orUnknown(server.peakMemory, 1e6),
  ];
}
