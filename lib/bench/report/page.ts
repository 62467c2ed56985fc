/** One HTML file with everything in it: no script, nothing to fetch, and nothing of the results file taken for markup. @internal */
import { familiesOf } from '../families.js';
import { remarks } from '../remarks.js';
import type { Results, WorkloadResults } from '../results.js';
import { amounts, type Kit, kit, latencies, ratios, scaling, throughput } from './charts.js';
import { cells, circumstances, columns } from './facts.js';
import { html, Markup } from './markup.js';
import { STYLE } from './style.js';

/** Whatever it held, the browser would neither run nor fetch it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** @throws BenchError where the libraries that draw are not installed. @internal */
export async function page(results: Results): Promise<string> {
  const { workloads } = results;
  const drawing = await kit(workloads);
  const families = familiesOf(workloads, 'connections');
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

function scalingSection(drawing: Kit, families: ReadonlyArray<readonly WorkloadResults[]>): Markup {
  return html`<section id="scaling">
<h2>Scaling over connections</h2>
<div class="charts">
${families.map((family) => figure(familyName(family[0]!), scaling(drawing, family), legend(drawing, family)))}
</div>
</section>`;
}

function section(drawing: Kit, workload: WorkloadResults, i: number): Markup {
  const figures = workload.servers.length === 0 ? [] : figuresOf(drawing, workload);
  const head = columns(workload).map((name) => html`<th scope="col" class="${textual(name)}">${name}</th>`);
  const verdictAt = columns(workload).indexOf('verdict');
  const rows = workload.servers.map((server) => {
    const row = cells(workload, server);
    return html`<tr>${row.map((cell, at) => html`<td class="${at === verdictAt ? `text ${cell}` : ''}">${cell}</td>`)}</tr>`;
  });
  return html`<section id="workload-${i}">
<h2>${workload.title}</h2>
<div class="charts">
${figures}
</div>
<div class="wide"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${rows}
</tbody>
</table></div>
${workload.missing.map(({ title, why }) => html`<p>${title}: not here: ${why}</p>`)}
</section>`;
}

function figuresOf(drawing: Kit, workload: WorkloadResults): Markup[] {
  const charts: Array<[string, Markup | null]> = [
    ['Throughput', throughput(drawing, workload)],
    ['Ratio to the baseline, in the same rounds', ratios(drawing, workload)],
    ['CPU seconds for a million requests', amounts(drawing, workload, 's', (server) => server.cpuPerMillion)],
    [
      'Most memory held',
      amounts(drawing, workload, 'MB', ({ peakMemory }) => peakMemory && peakMemory / 1e6),
    ],
  ];
  return [
    ...charts.flatMap(([caption, chart]) => (chart === null ? [] : [figure(caption, chart)])),
    figure('Latency percentiles', latencies(drawing, workload), legend(drawing, [workload])),
  ];
}

function figure(caption: string, chart: Markup, below: Markup = html``): Markup {
  return html`<figure><figcaption>${caption}</figcaption>${chart}${below}</figure>`;
}

/** Of lines, which bear no names. */
function legend({ looks }: Kit, workloads: readonly WorkloadResults[]): Markup {
  const names = new Map(
    workloads.flatMap(({ servers }) => servers.map(({ server, title }) => [server, title] as const)),
  );
  const items = [...names].map(([id, name]) => {
    const { colour, dashed } = looks.get(id)!;
    return html`<li class="${dashed ? 'dashed' : ''}" style="--c: ${colour}">${name}</li>`;
  });
  return html`<ul class="legend">${items}</ul>`;
}

function textual(column: string): string {
  return column === 'verdict' ? 'text' : '';
}

function familyName({ work, message, pipeline }: WorkloadResults): string {
  return work === 'kv' || work === 'lines' ? `${work}, pipeline ${pipeline}` : `${work}, ${message} B`;
}
