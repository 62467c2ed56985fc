/** Which charts there are, for the page as for files of their own. @internal */
import { familiesOf } from '../families.js';
import { bytes } from '../format.js';
import type { WorkloadResults } from '../results.js';
import { idleChart, waitChart } from './beside_charts.js';
import { amounts, latencies, ratios, scaling, throughput } from './charts.js';
import type { Chart, Kit } from './drawing.js';

/** @internal */
export interface Figure {
  /** Short, as a part of a file's name. */
  readonly id: string;
  readonly caption: string;
  readonly chart: Chart;
  /** Whose servers are lines, which bear no names. */
  readonly lines: readonly WorkloadResults[];
}

/** The titles of their servers by id, each once. @internal */
export function namesOf(workloads: readonly WorkloadResults[]): Map<string, string> {
  return new Map(
    workloads.flatMap(({ servers }) => servers.map(({ server, title }) => [server, title] as const)),
  );
}

/** Those that the workload's figures allow. @internal */
export function figuresOf(kit: Kit, workload: WorkloadResults): Figure[] {
  if (workload.servers.length === 0) return [];
  const rows: Array<[string, string, Chart | null]> = [
    ['throughput', 'Throughput', throughput(kit, workload)],
    ['ratio', 'Ratio to the baseline, in the same rounds', ratios(kit, workload)],
    ['waits', 'Waits in ms: p50 (circle), p99 (diamond) and the most (bar)', waitChart(kit, workload)],
    [
      'idle',
      'kB of an idle connection: resident and, lighter, its thread in the kernel',
      idleChart(kit, workload),
    ],
    [
      'cpu',
      'CPU seconds for a million requests',
      amounts(kit, workload, 's', (server) => server.cpuPerMillion),
    ],
    [
      'memory',
      'Most memory held',
      amounts(kit, workload, 'MB', ({ peakMemory }) => peakMemory && peakMemory / 1e6),
    ],
  ];
  const latency = { caption: 'Latency percentiles', chart: latencies(kit, workload), lines: [workload] };
  return [
    ...rows.flatMap(([id, caption, chart]) => (chart === null ? [] : [{ id, caption, chart, lines: [] }])),
    { id: 'latency', ...latency },
  ];
}

/** One for all workloads that differ in nothing but their connections: named by that of the fewest. @internal */
export function scalingFigures(kit: Kit, workloads: readonly WorkloadResults[]): Figure[] {
  return familiesOf(workloads, 'connections').map((family) => ({
    id: family[0]!.id,
    caption: familyName(family[0]!),
    chart: scaling(kit, family),
    lines: family,
  }));
}

function familyName({ work, message, pipeline, rate, p99Under }: WorkloadResults): string {
  const what = work === 'kv' || work === 'lines' ? `pipeline ${pipeline}` : bytes(message);
  const asked = rate === 0 ? '' : `, ${rate.toLocaleString('en-US')} requests a second`;
  const limit = p99Under === 0 ? '' : `, p99 under ${p99Under} ms`;
  return `${work}, ${what}${asked}${limit}`;
}
