/** What a chart of rates does not show. @internal */
import { idleCost, wait } from '../beside.js';
import type { WorkloadResults } from '../results.js';
import { type Chart, type Kit, logTicks, rowChart } from './drawing.js';
import { nameOf } from './facts.js';

/** Nobody answers sooner, and a logarithm needs something. */
const LEAST_US = 1;
const LIGHTER = 0.45;

/** How long answers took in an open loop: p50, p99 and the most; null in a closed one. @internal */
export function waitChart(kit: Kit, { rate, servers }: WorkloadResults): Chart | null {
  if (rate === 0) return null;
  const ms = (us: number) => Math.max(us, LEAST_US) / 1_000;
  const rows = servers.map((server) => ({
    ...{ server: server.server, label: `${nameOf(server)}: ${wait(server)}` },
    ...{ p50: ms(server.p50), p99: ms(server.p99), max: ms(server.max) },
  }));
  const low = 10 ** Math.floor(Math.log10(Math.min(...rows.map(({ p50 }) => p50))));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...rows.map(({ max }) => max), low * 10)));
  const { plot } = kit;
  const y = 'server';
  return rowChart(
    kit,
    rows,
    'ms',
    [
      plot.ruleY(rows, { y, x1: 'p50', x2: 'max', stroke: y, strokeWidth: 2 }),
      plot.dot(rows, { y, x: 'p50', symbol: 'circle', fill: y, r: 4 }),
      plot.dot(rows, { y, x: 'p99', symbol: 'diamond', fill: y, r: 6 }),
      plot.tickX(rows, { y, x: 'max', stroke: y, strokeWidth: 3 }),
    ],
    { type: 'log', domain: [low, high], ticks: logTicks(low, high), tickFormat: String },
  );
}

/** What an idle connection costs; null where there were none, or the system does not tell. @internal */
export function idleChart(kit: Kit, { servers }: WorkloadResults): Chart | null {
  const rows = servers.flatMap((server) => {
    if (server.idleMemory === null) return [];
    const [resident, kernel] = [server.idleMemory.resident / 1_000, server.idleMemory.kernel / 1_000];
    const label = `${nameOf(server)}: ${idleCost(server.idleMemory)}`;
    return [{ server: server.server, label, resident, both: resident + kernel }];
  });
  const { plot } = kit;
  const y = 'server';
  return rows.length === 0
    ? null
    : rowChart(kit, rows, 'kB', [
        plot.barX(rows, { y, x1: 0, x2: 'resident', fill: y }),
        plot.barX(rows, { y, x1: 'resident', x2: 'both', fill: y, fillOpacity: LIGHTER }),
      ]);
}
