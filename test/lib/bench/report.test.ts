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
    expect(head).toMatch(/^workload,server,connections,round,rate,rate_unit,requests,resent,seconds,p50_us,/);
    expect(first).toMatch(/^echo-16,threads,16,1,99800,requests\/s,99800,0,1,12\.3,/);
    expect(rest).toHaveLength(9);
  });

  it('leaves empty what is not known, and counts streams in bytes', () => {
    const row = csv(
      run([outcome('streams-4', [measured('node', [report(10, { serverCpuSeconds: null })], null)])]),
    );
    expect(row.split('\n')[1]).toBe(
      'streams-4,node,4,1,655360,bytes/s,10,0,1,12.3,20,1234,2000,3000,,0.5,0.5,',
    );
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

  it('tells more than ten servers of one colour apart by dashes', async () => {
    const node = measured('node', rounds(1e5));
    const many = Array.from({ length: 11 }, (_, i) => ({
      ...node,
      kind: { ...node.kind, id: `number-${i}` },
    }));
    const { document } = parseHTML(await page(run([outcome('echo-16', many)])));
    expect(document.querySelectorAll('.legend .dashed')).toHaveLength(1);
    expect(document.querySelectorAll('[aria-label=line][stroke-dasharray] path')).toHaveLength(1);
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
    expect(text).toContain('C threads: not here: no &lt;cc&gt;');
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
    const names = ['new/page.html', 'tables.md', 'rows.csv', 'logs'];
    const [page, tables, rows, logs] = names.map((name) => join(folder, name));
    const forms = ['--html', page!, '--markdown', tables!, '--csv', rows!, '--histograms', logs!];
    const all = await reportOf(file, ...forms);
    expect(all).toMatchObject({ code: 0, stdout: [], stderr: [] });
    expect(readFileSync(page!, 'utf8')).toMatch(/^<!doctype html>\n[\s\S]*<\/html>\n$/);
    expect(readFileSync(rows!, 'utf8')).toBe(csv(whole));
    expect(readFileSync(tables!, 'utf8')).toBe(markdown(whole));
    expect(readdirSync(logs!)).toEqual(['echo-128.hlog', 'echo-16.hlog', 'streams-4.hlog']);
    expect(readFileSync(join(logs!, 'echo-16.hlog'), 'utf8')).toBe(histogramLogs(whole)[0]!.text);
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
