/** Charts as SVG, drawn here: the page that shows them needs no script. @internal */
import { BenchError, messageOf } from '../error.js';
import { interval, ratio, unitOf } from '../format.js';
import type { ServerResults, WorkloadResults } from '../results.js';
import { nameOf } from './facts.js';
import { latencyCurve, percentAt, RAREST } from './latency_curve.js';
import { type Look, looksOf } from './looks.js';
import { Markup } from './markup.js';

/** A phone's; where there is more room they stand side by side. */
const WIDTH = 360;
const FONT = { fontSize: '12px', fontFamily: 'inherit' };
const LINE_HEIGHT = 240;
const CURVE_HEIGHT = 300;
/** A bar with its name above it. */
const BAR_HEIGHT = 38;
/** 50, 90, 99, 99.9 and 99.99 %, far apart as they are in how many requests they leave out. */
const ONE_IN = [2, 10, 100, 1_000, RAREST];

interface Bar {
  readonly server: string;
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What draws. @internal */
export interface Kit {
  readonly plot: typeof import('@observablehq/plot');
  readonly document: import('@observablehq/plot').PlotOptions['document'];
  /** How a server is drawn, the same in every chart. */
  readonly looks: ReadonlyMap<string, Look>;
}

/** Both are optional dependencies: who only wants sockets may leave them out. @throws BenchError without them. @internal */
export async function kit(workloads: readonly WorkloadResults[]): Promise<Kit> {
  try {
    const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
    return { plot, document: parseHTML('<html></html>').document, looks: looksOf(workloads) };
  } catch (error) {
    throw new BenchError(`an HTML page needs @observablehq/plot and linkedom: ${messageOf(error)}`);
  }
}

/** @internal */
export function throughput(kit: Kit, workload: WorkloadResults): Markup {
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
export function ratios(kit: Kit, workload: WorkloadResults): Markup | null {
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
): Markup | null {
  const bars = workload.servers.flatMap((server) => {
    const value = amountOf(server);
    return value === null
      ? []
      : [
          {
            server: server.server,
            label: `${nameOf(server)}: ${value.toPrecision(3)}`,
            value,
            low: value,
            high: value,
          },
        ];
  });
  return bars.length === 0 ? null : barChart(kit, bars, unit);
}

/** Which part of the requests took at most how long, over all rounds. @internal */
export function latencies(kit: Kit, workload: WorkloadResults): Markup {
  const points = workload.servers.flatMap((server) =>
    latencyCurve(server).map((point) => ({ server: server.server, ...point })),
  );
  const shown = points.filter(({ us }) => us > 0);
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
      ticks: logTicks(shown.map(({ us }) => us)),
      tickFormat: (us: number) => us.toLocaleString('en-US'),
    },
    marks: lines(kit, shown, { x: 'oneIn', y: 'us' }),
  });
}

/** The same work on more and more connections. @internal */
export function scaling(kit: Kit, family: readonly WorkloadResults[]): Markup {
  const { name, scale } = unitOf(family[0]!);
  const points = family.flatMap(({ connections, servers }) =>
    servers.map(({ server, rate }) => ({
      ...{ server, connections, rate: rate.median / scale },
      ...{ low: rate.low / scale, high: rate.high / scale },
    })),
  );
  const { plot } = kit;
  const x = 'connections';
  return draw(kit, points, `${name} over connections`, {
    height: LINE_HEIGHT,
    x: { type: 'log', ticks: family.map(({ connections }) => connections), tickFormat: String, label: x },
    y: { zero: true, grid: true, label: name },
    marks: [
      plot.ruleX(points, { x, y1: 'low', y2: 'high', stroke: 'server' }),
      ...lines(kit, points, { x, y: 'rate', marker: 'circle' }),
    ],
  });
}

/** Powers of ten; where they are few, two and five times as much too. */
function logTicks(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => 10 ** (first + i));
  const steps = high / low > 100 ? [1] : [1, 2, 5];
  return powers
    .flatMap((power) => steps.map((step) => step * power))
    .filter((tick) => tick >= low && tick <= high);
}

/** Of each server one. */
function lines(
  { plot, looks }: Kit,
  points: ReadonlyArray<{ readonly server: string }>,
  options: import('@observablehq/plot').LineOptions,
): import('@observablehq/plot').Markish[] {
  return [false, true].map((dashed) =>
    plot.line(
      points.filter(({ server }) => looks.get(server)!.dashed === dashed),
      { ...options, stroke: 'server', ...(dashed ? { strokeDasharray: '5 3' } : {}) },
    ),
  );
}

function barChart(kit: Kit, bars: readonly Bar[], unit: string, mark?: number): Markup {
  const { plot } = kit;
  const y = 'server';
  return draw(kit, bars, unit, {
    height: bars.length * BAR_HEIGHT + 56,
    marginLeft: 12,
    x: { zero: true, grid: true, label: unit },
    y: { axis: null, domain: bars.map(({ server }) => server), paddingInner: 0.6, paddingOuter: 0.5 },
    marks: [
      plot.barX(bars, { y, x: 'value', fill: y }),
      plot.ruleY(bars, { y, x1: 'low', x2: 'high', strokeWidth: 2 }),
      ...(mark === undefined ? [] : [plot.ruleX([mark], { strokeDasharray: '3' })]),
      plot.text(bars, {
        ...{ y, text: 'label', frameAnchor: 'left', dy: -15 },
        ...{ lineWidth: 24, textOverflow: 'ellipsis' },
      }),
    ],
  });
}

function draw(
  { plot, document, looks }: Kit,
  points: ReadonlyArray<{ readonly server: string }>,
  what: string,
  options: import('@observablehq/plot').PlotOptions,
): Markup {
  const domain = [...new Set(points.map(({ server }) => server))];
  const svg = plot.plot({
    ...{ document, width: WIDTH, marginRight: 16, marginBottom: 44, style: FONT },
    color: { type: 'categorical', domain, range: domain.map((id) => looks.get(id)!.colour) },
    ...options,
  });
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', what);
  return new Markup(svg.outerHTML);
}
