/** One HTML file with everything in it: no script, nothing to fetch, and nothing of the results file taken for markup. @internal */
import { remarks } from '../remarks.js';
import type { Results, WorkloadResults } from '../results.js';
import { type Kit, kit } from './drawing.js';
import { cells, circumstances, columns } from './facts.js';
import { type Figure, figuresOf, namesOf, scalingFigures } from './figures.js';
import { html, Markup } from './markup.js';
import { STYLE } from './style.js';

/** Whatever it held, the browser would neither run nor fetch it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A phone's; where there is more room charts stand side by side. */
const WIDTH = 360;

/** @throws BenchError where the libraries that draw are not installed. @internal */
export async function page(results: Results): Promise<string> {
  const { workloads } = results;
  const drawing = await kit(workloads, WIDTH);
  const families = scalingFigures(drawing, workloads);
  const facts = circumstances(results).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`);
  const content = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>stdnet bench, ${results.startedAt}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<h1>stdnet bench</h1>
<dl>
${facts}
</dl>
<p>Bars and points are medians of the rounds; the line across their end is the interval that holds the true median with 90 % or
more. Curves of latency are of the requests of all rounds together. The baseline is the server without a ratio: <code>node:net</code>, or <code>node:dgram</code>.</p>
<nav aria-label="workloads"><ul>
${workloads.map(({ title }, i) => html`<li><a href="#workload-${i}">${title}</a></li>`)}
</ul></nav>
</header>
<main>
${families.length === 0 ? [] : [scalingSection(drawing, families)]}
${workloads.map((workload, i) => section(drawing, workload, i))}
<section id="remarks">
<h2>Remarks</h2>
<ul class="remarks">
${remarks(workloads).map((line) => html`<li class="${line.startsWith(' ') ? 'more' : ''}">${line.trim()}</li>`)}
</ul>
</section>
</main>
</body>
</html>
`;
  return content.html;
}

function scalingSection(drawing: Kit, families: readonly Figure[]): Markup {
  return html`<section id="scaling">
<h2>Scaling over connections</h2>
<div class="charts">
${families.map((family) => shown(drawing, family))}
</div>
</section>`;
}

function section(drawing: Kit, workload: WorkloadResults, i: number): Markup {
  const head = columns(workload).map((name) => html`<th scope="col" class="${textual(name)}">${name}</th>`);
  const verdictAt = columns(workload).indexOf('verdict');
  const rows = workload.servers.map((server) => {
    const row = cells(workload, server);
    return html`<tr>${row.map((cell, at) => html`<td class="${at === verdictAt ? `text ${cell}` : ''}">${cell}</td>`)}</tr>`;
  });
  return html`<section id="workload-${i}">
<h2>${workload.title}</h2>
<div class="charts">
${figuresOf(drawing, workload).map((figure) => shown(drawing, figure))}
</div>
<div class="wide"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${rows}
</tbody>
</table></div>
${workload.missing.map(({ title, why }) => html`<p>${title}: left out: ${why}</p>`)}
</section>`;
}

function shown(drawing: Kit, { caption, chart, lines }: Figure): Markup {
  const below = lines.length === 0 ? html`` : legend(drawing, lines);
  return html`<figure><figcaption>${caption}</figcaption>${chart.svg}${below}</figure>`;
}

/** Of lines, which bear no names. */
function legend({ looks }: Kit, workloads: readonly WorkloadResults[]): Markup {
  const items = [...namesOf(workloads)].map(([id, name]) => {
    const { colour, stroke } = looks.get(id)!;
    return html`<li class="stroke-${stroke}" style="--c: ${colour}">${name}</li>`;
  });
  return html`<ul class="legend">${items}</ul>`;
}

function textual(column: string): string {
  return column === 'verdict' ? 'text' : '';
}
