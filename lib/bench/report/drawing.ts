/** What all charts have in common: SVG, drawn here, so that what shows them needs no script. @internal */
import type * as Plot from '@observablehq/plot';
import { BenchError, messageOf } from '../error.js';
import type { WorkloadResults } from '../results.js';
import { type Look, looksOf, STROKES } from './looks.js';
import { Markup } from './markup.js';

const FONT = { fontSize: '12px', fontFamily: 'inherit' };
/** A row with its name above it. */
const ROW_HEIGHT = 38;
/** Pixels for each em of a name: those that stay free at the sides are in it. */
const EM = 15;

/** What draws. @internal */
export interface Kit {
  readonly plot: typeof Plot;
  readonly document: Plot.PlotOptions['document'];
  /** How a server is drawn, the same in every chart. */
  readonly looks: ReadonlyMap<string, Look>;
  /** Of each chart, in pixels. */
  readonly width: number;
}

/** @internal */
export interface Chart {
  readonly svg: Markup;
  readonly height: number;
}

/** What a point or a row belongs to. @internal */
export interface OfServer {
  readonly server: string;
}

/** Both are optional dependencies: who only wants sockets may leave them out. @throws BenchError without them. @internal */
export async function kit(workloads: readonly WorkloadResults[], width: number): Promise<Kit> {
  try {
    const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
    return { plot, document: parseHTML('<html></html>').document, looks: looksOf(workloads), width };
  } catch (error) {
    throw new BenchError(`charts need @observablehq/plot and linkedom: ${messageOf(error)}`);
  }
}

/** @internal */
export function draw(
  { plot, document, looks, width }: Kit,
  points: readonly OfServer[],
  what: string,
  options: Plot.PlotOptions & { readonly height: number },
): Chart {
  const domain = [...new Set(points.map(({ server }) => server))];
  const svg = plot.plot({
    ...{ document, width, marginRight: 16, marginBottom: 44, style: FONT },
    color: { type: 'categorical', domain, range: domain.map((id) => looks.get(id)!.colour) },
    ...options,
  });
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', what);
  return { svg: new Markup(svg.outerHTML), height: options.height };
}

/** A row for each server, with its label above what is drawn of it. @internal */
export function rowChart(
  kit: Kit,
  rows: ReadonlyArray<OfServer & { readonly label: string }>,
  unit: string,
  marks: readonly Plot.Markish[],
  x: Plot.ScaleOptions = { zero: true },
): Chart {
  const y = 'server';
  const domain = rows.map(({ server }) => server);
  return draw(kit, rows, unit, {
    height: rows.length * ROW_HEIGHT + 56,
    ...{ marginLeft: 20, marginRight: 20 },
    x: { grid: true, label: unit, ...x },
    y: { type: 'band', axis: null, domain, paddingInner: 0.6, paddingOuter: 0.5 },
    marks: [
      ...marks,
      kit.plot.text(rows, {
        ...{ y, text: 'label', frameAnchor: 'left', dy: -15 },
        ...{ lineWidth: kit.width / EM, textOverflow: 'ellipsis' },
      }),
    ],
  });
}

/** Of each server one. @internal */
export function lines(
  { plot, looks }: Kit,
  points: readonly OfServer[],
  options: Plot.LineOptions,
  marked = false,
): Plot.Markish[] {
  return STROKES.map(({ dashes, marker }, stroke) =>
    plot.line(
      points.filter(({ server }) => looks.get(server)!.stroke === stroke),
      {
        ...{ ...options, stroke: 'server' },
        ...(dashes === null ? {} : { strokeDasharray: dashes }),
        ...(marked ? { marker } : {}),
      },
    ),
  );
}

/** Powers of ten; where they are few, two and five times as much too. @internal */
export function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => 10 ** (first + i));
  const steps = high / low > 100 ? [1] : [1, 2, 5];
  return powers
    .flatMap((power) => steps.map((step) => step * power))
    .filter((tick) => tick >= low && tick <= high);
}
