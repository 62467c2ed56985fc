import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { csv } from '../../../lib/bench/report/csv.js';
import { histogramLogs } from '../../../lib/bench/report/histogram_logs.js';
import { markdown } from '../../../lib/bench/report/markdown.js';
import { html } from '../../../lib/bench/report/markup.js';
import { page } from '../../../lib/bench/report/page.js';
import { svgFiles } from '../../../lib/bench/report/svg_files.js';
import { Program, stopPrograms } from '../../support/program.js';
import { measured, outcome, report, rounds } from './outcomes.js';
import { echoRun, hostileRun, run } from './runs.js';

const whole = run([
  outcome('echo-16', [
    measured('threads', rounds(9e4)),
    measured('node', rounds(1e5)),
    measured('loop', rounds(1.5e5, { busiestThread: 0.97 })),
  ]),
  outcome('echo-128', [measured('threads', rounds(8e4)), measured('node', rounds(1e5))]),
  outcome('streams-4', [measured('node', rounds(1e4, { serverCpuSeconds: null }), null)]),
]);

describe('CSV', () => {
  it('has a row for each round', () => {
    const [head, first, ...rest] = csv(echoRun(1e5, 5e4)).trimEnd().split('\n');
    expect(head).toMatch(
      /^workload,server,connections,round,rate,rate_unit,asked_per_s,requests,waiting,resent,lost,reordered,seconds,p50_us,/,
    );
    expect(first).toMatch(/^echo-16,threads,16,1,99800,requests\/s,,99800,0,0,0,0,1,12\.3,/);
    expect(rest).toHaveLength(9);
  });

  it('leaves empty what is not known, and counts streams in bytes', () => {
    const row = csv(
      run([outcome('streams-4', [measured('node', [report(10, { serverCpuSeconds: null })], null)])]),
    );
    expect(row.split('\n')[1]).toBe(
      'streams-4,node,4,1,655360,bytes/s,,10,0,0,0,0,1,12.3,20,1234,2000,3000,,0.5,0.5,,,',
    );
  });

  it('tells what was asked and has waited, and what idle connections cost', () => {
    const late = report(900, { waiting: 100, lost: 2, reordered: 3 });
    const [head, open, idle] = csv(
      run([
        outcome('rate-16-10k', [measured('node', [late])]),
        outcome('idle-1000', [measured('node', [report(1)], null, { resident: 9_000, kernel: 23 })]),
      ]),
    )
      .split('\n')
      .map((row) => row.split(','));
    const of = (row: string[] | undefined, name: string) => row![head!.indexOf(name)];
    const asked = ['asked_per_s', 'waiting', 'lost', 'reordered'];
    expect(asked.map((name) => of(open, name))).toEqual(['10000', '100', '2', '3']);
    const cost = ['idle_resident_bytes', 'idle_kernel_bytes'];
    expect(cost.map((name) => of(idle, name))).toEqual(['9000', '23']);
    expect(cost.map((name) => of(open, name))).toEqual(['', '']);
  });

  it('holds no formula and no row that a name makes', () => {
    const rows = csv(hostileRun());
    expect(rows).toContain(`"'=HYPERLINK(""http://x"")\n2"`);
  });
});

describe('Markdown', () => {
  it('has a table for each workload, and the remarks', () => {
    const text = markdown(whole);
    expect(text).toContain('- processor: a processor, 2 cores');
    expect(text).toContain('## echo 64 B, 16 connections\n\n| server | k req/s (interval) | x baseline');
    expect(text).toContain(
      '| native threads | 90.0 (89.8-90.2) | 0.90 (0.90-0.90) | slower | -1.00 | 12.3 | 1,234 | 2,000 | 5.56 | 50.0 |',
    );
    expect(text).toContain('| native event loop \\* | 150 ');
    expect(text).toContain(
      '- native threads against native event loop:\n  - echo 64 B, 16 connections: 0.60',
    );
  });

  it('show the pictures that there are, each beside its table', () => {
    const picture = (workload: string | null, path: string) => ({ workload, path, title: 'A [chart]' });
    const pictures = [picture(null, 'a b (1)/scaling.svg'), picture('echo-16', 'echo.svg')];
    const text = markdown(whole, pictures);
    const [scaling, table, echo] = [
      '![A \\[chart\\]](a%20b%20%281%29/scaling.svg)',
      '\n| server',
      '](echo.svg)',
    ];
    const places = [scaling, '## echo 64 B, 16', table, echo, '## echo 64 B, 128'].map((part) =>
      text.indexOf(part),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('takes nothing of the file for markup', () => {
    const text = markdown(hostileRun());
    expect(text).not.toMatch(/(?<!\\)<(?:script|img)/);
    expect(text).toContain('\\<script\\>');
    const table = text.split('\n').filter((line) => line.startsWith('| '));
    for (const row of table) expect(row.match(/(?<!\\)\|/g)).toHaveLength(11);
  });
});

describe('the page', () => {
  it('shows every chart that the figures allow', async () => {
    const { document } = parseHTML(await page(whole));
    const captions = (section: string) =>
      [...document.querySelectorAll(`#${section} figcaption`)].map(({ textContent }) => textContent);
    expect(captions('scaling')).toEqual(['echo, 64 B']);
    expect(captions('workload-0')).toEqual([
      'Throughput',
      'Ratio to the baseline, in the same rounds',
      'CPU seconds for a million requests',
      'Most memory held',
      'Latency percentiles',
    ]);
    expect(captions('workload-2')).toEqual(['Throughput', 'Latency percentiles']);
    const chart = document.querySelector('#workload-0 svg')!;
    expect(chart.textContent).toContain('native threads: 90.0 (89.8-90.2)');
    expect(document.querySelectorAll('#workload-0 svg rect')).toHaveLength(3 + 2 + 3 + 3);
    expect(document.querySelector('#workload-0 .slower')!.textContent).toBe('slower');
    expect(document.querySelector('#remarks')!.textContent).toContain(
      'native threads against native event loop:',
    );
  });

  it('has a curve of latencies for each server, also of a file that holds no histograms', async () => {
    const [workload] = whole.workloads;
    const servers = workload!.servers.map((server) => ({ ...server, histogram: null }));
    for (const workloads of [[workload!], [{ ...workload!, servers }]]) {
      const { document } = parseHTML(await page({ ...whole, workloads }));
      const chart = [...document.querySelectorAll('#workload-0 svg')].at(-1)!;
      expect(chart.querySelectorAll('[aria-label=line] path')).toHaveLength(3);
      const ticks = [...chart.querySelectorAll('[aria-label="x-axis tick label"] text')];
      expect(ticks.map(({ textContent }) => textContent)).toEqual([
        '50 %',
        '90 %',
        '99 %',
        '99.9 %',
        '99.99 %',
      ]);
    }
  });

  it('has an empty chart where a single request was answered', async () => {
    const text = await page(run([outcome('echo-16', [measured('node', [report(1)])])]));
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('shows how long was waited in an open loop, and what an idle connection costs', async () => {
    const idle = { resident: 13_500, kernel: 23_552 };
    const { document } = parseHTML(
      await page(
        run([
          outcome('rate-16-10k', [
            measured('threads', rounds(1e4)),
            measured('node', rounds(1e4, { p50: 0 })),
          ]),
          outcome('idle-1000', [measured('threads', rounds(1e5), 5e7, idle), measured('node', rounds(1e5))]),
        ]),
      ),
    );
    const figure = (section: number, caption: string) =>
      [...document.querySelectorAll(`#workload-${section} figure`)].find((one) =>
        one.querySelector('figcaption')!.textContent.startsWith(caption),
      )!;
    const waits = figure(0, 'Waits in ms: p50');
    expect(waits.textContent).toContain('native threads: 0.0123, 1.23, 3.00');
    expect(waits.querySelectorAll('[aria-label=dot] path, [aria-label=dot] circle')).toHaveLength(2 + 2);
    expect(waits.innerHTML).not.toMatch(/NaN|Infinity|undefined/);
    const costs = figure(1, 'kB of an idle connection');
    expect(costs.textContent).toContain('native threads: 37.1 (13.5 resident, 23.6)');
    expect(costs.textContent).not.toContain('node:net');
    expect(costs.querySelectorAll('[aria-label=bar] rect')).toHaveLength(2);
    expect(figure(1, 'Waits')).toBeUndefined();
  });

  it('tells up to thirty servers apart, of which three have a colour', async () => {
    const node = measured('node', rounds(1e5));
    const many = Array.from({ length: 30 }, (_, i) => ({
      ...node,
      kind: { ...node.kind, id: `number-${i}` },
    }));
    const both = run([outcome('echo-16', many), outcome('echo-128', many)]);
    const { document } = parseHTML(await page(both));
    const lines = [...document.querySelectorAll('#scaling [aria-label=line]')].flatMap((group) =>
      [...group.querySelectorAll('path')].map((path) =>
        [path.getAttribute('stroke'), group.getAttribute('stroke-dasharray')].join(),
      ),
    );
    expect(new Set(lines.filter((line) => line.startsWith('var'))).size).toBe(30);
    const samples = [...document.querySelectorAll('#scaling .legend li')].map(
      (item) => `${item.className} ${item.getAttribute('style')}`,
    );
    expect(new Set(samples).size).toBe(30);
  });

  it('needs no script and fetches nothing', async () => {
    const text = await page(whole);
    expect(text).not.toMatch(/<script|\bon\w+=|@import|url\((?!#)/i);
    expect(text.match(/\b(?:src|href)="(?!#|data:,")[^"]*/g)).toBeNull();
    expect(text).toContain('default-src &#39;none&#39;');
  });

  it('takes nothing of the file for markup', async () => {
    const { document } = parseHTML(await page(hostileRun()));
    expect(document.querySelectorAll('script, img, [onload], [onerror]')).toHaveLength(0);
    expect(document.querySelector('h2')!.textContent).toContain('<script>');
  });

  it('has room for a workload whose servers are all missing', async () => {
    const [kind] = [measured('c', []).kind];
    const text = await page(run([outcome('echo-16', [], { missing: [{ kind, why: 'no <cc>' }] })]));
    expect(text).toContain('C threads: left out: no &lt;cc&gt;');
  });
});

it('a template escapes all but markup', () => {
  expect(html`<a title="${`"'&`}">${'<b>'}${html`<i>${1}</i>`}${[html`x`, html`y`]}</a>`.html).toBe(
    '<a title="&quot;&#39;&amp;">&lt;b&gt;<i>1</i>x\ny</a>',
  );
});

describe('bench report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-report-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(stopPrograms);
  const file = join(folder, 'results.json');
  writeFileSync(file, JSON.stringify(whole));
  const reportOf = (...args: string[]) =>
    new Program(process.execPath, ['dist/cli/main.js', 'bench', 'report', ...args]).end();

  it('writes what is asked for, or Markdown to stdout', async () => {
    const names = ['new/page.html', 'tables.md', 'rows.csv', 'logs', 'charts'];
    const [page, tables, rows, logs, charts] = names.map((name) => join(folder, name));
    const forms = [
      '--html',
      page!,
      '--markdown',
      tables!,
      '--csv',
      rows!,
      '--histograms',
      logs!,
      '--svg',
      charts!,
    ];
    const all = await reportOf(file, ...forms);
    expect(all).toMatchObject({ code: 0, stdout: [], stderr: [] });
    expect(readFileSync(page!, 'utf8')).toMatch(/^<!doctype html>\n[\s\S]*<\/html>\n$/);
    expect(readFileSync(rows!, 'utf8')).toBe(csv(whole));
    expect(readdirSync(logs!)).toEqual(['echo-128.hlog', 'echo-16.hlog', 'streams-4.hlog']);
    expect(readFileSync(join(logs!, 'echo-16.hlog'), 'utf8')).toBe(histogramLogs(whole)[0]!.text);
    const pictures = await svgFiles(whole);
    expect(readdirSync(charts!)).toEqual(pictures.map(({ file }) => file).sort());
    const linked = pictures.map((picture) => ({ ...picture, path: `charts/${picture.file}` }));
    expect(readFileSync(tables!, 'utf8')).toBe(markdown(whole, linked));
    expect(readFileSync(join(charts!, 'echo-16.ratio.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    const { code, stdout } = await reportOf(file);
    expect(`${stdout.join('\n')}\n`).toBe(markdown(whole));
    expect(code).toBe(0);
  });

  it('says in one line what is wrong', async () => {
    expect(await reportOf(join(folder, 'none.json'))).toMatchObject({
      code: 1,
      stdout: [],
      stderr: [expect.stringMatching(/^bench: .*none\.json cannot be read: ENOENT/)],
    });
    expect(await reportOf(file, '--html', '/dev/null/page.html')).toMatchObject({
      code: 1,
      stderr: [expect.stringMatching(/^bench: the results cannot be written: E/)],
    });
  });
});
