import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { svgFiles } from '../../../lib/bench/report/svg_files.js';
import { measured, outcome, rounds } from './outcomes.js';
import { hostileRun, run } from './runs.js';

const servers = [measured('threads', rounds(9e4)), measured('node', rounds(1e5))];
const whole = run([
  outcome('echo-16', servers),
  outcome('echo-128', servers),
  outcome('rate-16-10k', servers),
  outcome('streams-4', []),
]);

describe('charts as files', () => {
  it('are named by workload and by what they show', async () => {
    const usual = ['throughput', 'ratio', 'cpu', 'memory', 'latency'];
    const of = (id: string, charts: readonly string[]) => charts.map((chart) => `${id}.${chart}.svg`);
    expect((await svgFiles(whole)).map(({ file }) => file)).toEqual([
      'scaling.echo-16.svg',
      ...of('echo-16', usual),
      ...of('echo-128', usual),
      ...of('rate-16-10k', ['throughput', 'ratio', 'waits', 'cpu', 'memory', 'latency']),
    ]);
  });

  it('say what they show, and of which servers', async () => {
    for (const { file, text } of await svgFiles(whole)) {
      const { document } = parseHTML(text);
      expect(document.querySelectorAll('path, rect').length, file).toBeGreaterThan(2);
      expect(document.querySelector('title')!.textContent, file).toMatch(/^echo.*: \w+/);
      for (const name of ['native threads', 'node:net']) {
        if (!file.endsWith('ratio.svg')) expect(document.documentElement.textContent, file).toContain(name);
      }
    }
  });

  it('need no script, and fetch nothing', async () => {
    for (const { file, text } of await svgFiles(whole)) {
      expect(text, file).not.toMatch(/<script|<foreignObject|\bon\w+=|@import|url\((?!#)|\b(?:href|src)=/i);
      expect(new Set(text.match(/\w+:\/\/[^"]*/g)), file).toEqual(new Set(['http://www.w3.org/2000/svg']));
    }
  });

  it('take nothing of the results for markup, nor for a folder', async () => {
    for (const { file, text } of await svgFiles(hostileRun())) {
      expect(file).toMatch(/^\w[\w.-]*\.svg$/);
      const { document } = parseHTML(text);
      expect(document.querySelectorAll('script, img, [onerror]')).toHaveLength(0);
      expect(document.querySelector('title')!.textContent).toContain('<script>');
    }
  });
});
