/** What is drawn of every workload, and of workloads that differ in their connections alone. @internal */
import { interval, orUnknown, ratio, unitOf } from '../format.js';
import type { ServerResults, WorkloadResults } from '../results.js';
import { type Chart, draw, type Kit, lines, logTicks, type OfServer, rowChart } from './drawing.js';
import { nameOf } from './facts.js';
import { latencyCurve, percentAt, RAREST } from './latency_curve.js';

const LINE_HEIGHT = 240;
const CURVE_HEIGHT = 300;
/** 50, 90, 99, 99.9 and 99.99 %, far apart as they are in how many requests they leave out. */
const ONE_IN = [2, 10, 100, 1_000, RAREST];

interface Bar extends OfServer {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** @internal */
export function throughput(kit: Kit, workload: WorkloadResults): Chart {
  const { name, scale } = unitOf(workload);
  const bars = workload.servers.map((server) => ({
    server: server.server,
    label: `${nameOf(server)}: ${interval(server.rate, scale)}`,
    value: server.rate.median / scale,
    low: server.rate.low / scale,
    high: server.rate.high / scale,
  }));
  return barChart(kit, bars, name);
}

/** Null without a baseline. @internal */
export function ratios(kit: Kit, workload: WorkloadResults): Chart | null {
  const bars = workload.servers.flatMap((server) => {
    const { toBaseline } = server;
    if (toBaseline === null) return [];
    const { median: value, low, high } = toBaseline.ratio;
    return [{ server: server.server, label: `${nameOf(server)}: ${ratio(toBaseline)}`, value, low, high }];
  });
  return bars.length === 0 ? null : barChart(kit, bars, 'x baseline', 1);
}

/** A figure that is one for the whole run; null where the system does not tell it. @internal */
export function amounts(
  kit: Kit,
  workload: WorkloadResults,
  unit: string,
  amountOf: (server: ServerResults) => number | null,
): Chart | null {
  const bars = workload.servers.flatMap((server) => {
    const value = amountOf(server);
    const label = `${nameOf(server)}: ${orUnknown(value)}`;
    return value === null ? [] : [{ server: server.server, label, value, low: value, high: value }];
  });
  return bars.length === 0 ? null : barChart(kit, bars, unit);
}

/** Which part of the requests took at most how long, over all rounds. @internal */
export function latencies(kit: Kit, workload: WorkloadResults): Chart {
  const points = workload.servers.flatMap((server) =>
    latencyCurve(server).map((point) => ({ server: server.server, ...point })),
  );
  const shown = points.filter(({ us }) => us > 0);
  const all = shown.map(({ us }) => us);
  return draw(kit, shown, 'microseconds that a part of the requests took at most', {
    height: CURVE_HEIGHT,
    ...{ marginLeft: 56, marginRight: 28 },
    x: {
      ...{ type: 'log', domain: [1, RAREST], ticks: ONE_IN, label: null },
      tickFormat: (oneIn: number) => `${Number(percentAt(oneIn).toFixed(2))} %`,
    },
    y: {
      type: 'log',
      grid: true,
      label: 'us',
      ticks: all.length === 0 ? [] : logTicks(Math.min(...all), Math.max(...all)),
      tickFormat: (us: number) => us.toLocaleString('en-US'),
    },
    marks: lines(kit, shown, { x: 'oneIn', y: 'us' }),
  });
}

/** The same work on more and more connections. @internal */
export function scaling(kit: Kit, family: readonly WorkloadResults[]): Chart {
  const { name, scale } = unitOf(family[0]!);
  const points = family.flatMap(({ connections, servers }) =>
    servers.map(({ server, rate }) => ({
      ...{ server, connections, rate: rate.median / scale },
      ...{ low: rate.low / scale, high: rate.high / scale },
    })),
  );
  const x = 'connections';
  return draw(kit, points, `${name} over connections`, {
    height: LINE_HEIGHT,
    x: { type: 'log', ticks: family.map(({ connections }) => connections), tickFormat: String, label: x },
    y: { zero: true, grid: true, label: name },
    marks: [
      kit.plot.ruleX(points, { x, y1: 'low', y2: 'high', stroke: 'server' }),
      ...lines(kit, points, { x, y: 'rate' }, true),
    ],
  });
}

function barChart(kit: Kit, bars: readonly Bar[], unit: string, mark?: number): Chart {
  const { plot } = kit;
  const y = 'server';
  return rowChart(kit, bars, unit, [
    plot.barX(bars, { y, x: 'value', fill: y }),
    plot.ruleY(bars, { y, x1: 'low', x2: 'high', strokeWidth: 2 }),
    ...(mark === undefined ? [] : [plot.ruleX([mark], { strokeDasharray: '3' })]),
  ]);
}
