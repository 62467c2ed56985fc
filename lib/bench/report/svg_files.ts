/** Each chart as a file of its own, which a document can show as a picture. @internal */
import type { Results } from '../results.js';
import { type Kit, kit } from './drawing.js';
import { type Figure, figuresOf, namesOf, scalingFigures } from './figures.js';
import { STROKES } from './looks.js';
import { html, Markup } from './markup.js';
import { type NamedText, plainName } from './named_text.js';
import { PALETTE } from './style.js';

/** @internal */
export interface Picture extends NamedText {
  /** Its id; null: it is of several. */
  readonly workload: string | null;
  /** What it shows. */
  readonly title: string;
}

/** About as wide as the text of a document is. */
const WIDTH = 640;
const MARGIN = 12;
/** Caption and title. */
const HEAD = 56;
const TITLE_LENGTH = 95;
/** What lines mean stands below them, in two columns. */
const COLUMN = WIDTH / 2;
const ROW = 20;
const SAMPLE = 28;
const NAME_LENGTH = 40;
const STYLE = `${PALETTE}
svg { --plot-background: var(--card); color: var(--ink); font: 12px system-ui, sans-serif; }
text { fill: currentColor; }
.caption { font-size: 15px; font-weight: 600; }
.title { fill: var(--soft); }
`;

/**
 * `echo-16.throughput.svg`, and `scaling.echo-16.svg` for the workloads that differ from that one in nothing but their connections.
 * They fetch nothing, and have their own background: light or dark as the reader's system is.
 *
 * @throws BenchError where the libraries that draw are not installed.
 * @internal
 */
export async function svgFiles({ workloads }: Results): Promise<Picture[]> {
  const drawing = await kit(workloads, WIDTH);
  const scalings = scalingFigures(drawing, workloads).map((figure) => ({
    file: `scaling.${plainName(figure.id)}.svg`,
    text: standalone(drawing, figure, figure.caption, 'Scaling over connections'),
    ...{ workload: null, title: `Scaling over connections: ${figure.caption}` },
  }));
  const others = workloads.flatMap((workload) =>
    figuresOf(drawing, workload).map((figure) => ({
      file: `${plainName(workload.id)}.${figure.id}.svg`,
      text: standalone(drawing, figure, workload.title, figure.caption),
      ...{ workload: workload.id, title: figure.caption },
    })),
  );
  return [...scalings, ...others];
}

function standalone(drawing: Kit, { chart, lines }: Figure, title: string, caption: string): string {
  const names = namesOf(lines);
  const below = HEAD + chart.height;
  const height = below + Math.ceil(names.size / 2) * ROW + MARGIN;
  const picture = html`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>${`${title}: ${caption}`}</title>
<style>${new Markup(STYLE)}</style>
<rect width="100%" height="100%" rx="8" fill="var(--card)"/>
<text x="${MARGIN}" y="24" class="caption">${caption}</text>
<text x="${MARGIN}" y="44" class="title">${short(title, TITLE_LENGTH)}</text>
<g transform="translate(0 ${HEAD})">${chart.svg}</g>
<g transform="translate(0 ${below})">${legend(drawing, names)}</g>
</svg>
`;
  return picture.html;
}

function legend({ looks }: Kit, names: ReadonlyMap<string, string>): Markup[] {
  return [...names].map(([id, name], i) => {
    const { colour, stroke } = looks.get(id)!;
    const [x, y] = [MARGIN + (i % 2) * COLUMN, Math.floor(i / 2) * ROW + ROW / 2];
    return html`<g transform="translate(${x} ${y})">
<line x2="${SAMPLE}" stroke="${colour}" stroke-width="2" stroke-dasharray="${STROKES[stroke]!.dashes ?? 'none'}"/>
<text x="${SAMPLE + 6}" dy="0.32em">${short(name, NAME_LENGTH)}</text>
</g>`;
  });
}

/** No text is broken into lines here. */
function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
