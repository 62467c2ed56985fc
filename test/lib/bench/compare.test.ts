import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { comparability } from '../../../lib/bench/comparability.js';
import { compareRuns, type Difference, type Figure } from '../../../lib/bench/compare.js';
import type { Results } from '../../../lib/bench/results.js';
import type { LoadReport } from '../../../lib/binding/native_load.js';
import { Program, stopPrograms } from '../../support/program.js';
import { measured, outcome, report, rounds } from './outcomes.js';
import { echoRun, run, settings, somewhere } from './runs.js';

const verdicts = (before: Results, after: Results, wanted: Figure = 'rate') =>
  compareRuns(before, after, 0.1).changes.flatMap(({ server, differences }) =>
    differences
      .filter(({ figure }) => figure === wanted)
      .map(({ verdict, regression }) => [server, verdict, regression]),
  );

/** node:net under echo-16, with rounds of these. */
const nodeRun = (...shapes: Array<Partial<LoadReport>>) =>
  run([
    outcome('echo-16', [
      measured(
        'node',
        shapes.map((shape) => report(1e5, shape)),
      ),
    ]),
  ]);
const five = (shape: (step: number) => Partial<LoadReport>) => nodeRun(...[-2, -1, 0, 1, 2].map(shape));

describe('two runs', () => {
  it('show what became faster, what slower, and by how much', () => {
    const { changes } = compareRuns(echoRun(1e5, 1e5), echoRun(8e4, 2e5), 0.1);
    expect(changes.map(({ server }) => server)).toEqual(['threads', 'node']);
    const [[rate, p99, cpu], [other]] = changes.map(({ differences }) => differences) as [
      [Difference, Difference, Difference],
      [Difference],
    ];
    expect(rate).toMatchObject({ figure: 'rate', verdict: 'slower', regression: true });
    expect(rate.before.median).toBe(1e5);
    expect(rate.after.median).toBe(8e4);
    expect(rate.ratio.median).toBeCloseTo(0.8);
    expect(rate.ratio.high).toBeLessThan(0.81);
    expect(p99).toMatchObject({ figure: 'p99', verdict: 'no difference shown', regression: false });
    expect(cpu).toMatchObject({ figure: 'cpu', verdict: 'higher', regression: true });
    expect(cpu.ratio.median).toBeCloseTo(1 / 0.8);
    expect(other).toMatchObject({ verdict: 'faster', regression: false });
  });

  it('show what takes longer, and what less time of a processor', () => {
    const before = five((step) => ({ p99: 1_000 + step, serverCpuSeconds: 1 + step / 1_000 }));
    const after = five((step) => ({ p99: 1_200 + step, serverCpuSeconds: 0.5 + step / 1_000 }));
    expect(verdicts(before, after, 'p99')).toEqual([['node', 'higher', true]]);
    expect(verdicts(after, before, 'p99')).toEqual([['node', 'lower', false]]);
    expect(verdicts(before, after, 'cpu')).toEqual([['node', 'lower', false]]);
    expect(verdicts(after, before, 'cpu')).toEqual([['node', 'higher', true]]);
    const little = five((step) => ({ p99: 1_050 + step }));
    expect(verdicts(before, little, 'p99')).toEqual([['node', 'higher', false]]);
    const wide = five((step) => ({ p99: 1_200 + 200 * step }));
    expect(verdicts(before, wide, 'p99')).toEqual([['node', 'no difference shown', false]]);
  });

  it('say nothing of what was not told, or told as nothing', () => {
    const known = five(() => ({}));
    for (const serverCpuSeconds of [null, 0]) {
      const { changes } = compareRuns(known, nodeRun({}, {}, {}, {}, { serverCpuSeconds }), 0.1);
      expect(changes[0]!.differences.map(({ figure }) => figure)).toEqual(['rate', 'p99']);
    }
  });

  it('show no difference where the intervals overlap', () => {
    expect(verdicts(echoRun(1e5, 1e5), echoRun(1e5 - 100, 1e5))).toEqual([
      ['threads', 'no difference shown', false],
      ['node', 'no difference shown', false],
    ]);
  });

  it('that differ by less than the tolerance hold no regression', () => {
    expect(verdicts(echoRun(1e5, 1e5), echoRun(9.2e4, 8.8e4))).toEqual([
      ['threads', 'slower', false],
      ['node', 'slower', true],
    ]);
  });

  it('of fewer than five rounds prove nothing', () => {
    const short = (rate: number) => run([outcome('echo-16', [measured('node', [report(rate)])])]);
    expect(verdicts(short(100), short(10))).toEqual([['node', 'too few rounds', false]]);
  });

  it('blame no server for what the load could not ask', () => {
    const limited = (rate: number, busiestThread: number) =>
      run([outcome('echo-16', [measured('node', rounds(rate, { busiestThread }))])]);
    expect(verdicts(limited(1e5, 0.5), limited(5e4, 0.99))).toEqual([
      ['node', 'the load was the limit', false],
    ]);
    expect(verdicts(limited(5e4, 0.99), limited(1e5, 0.5))).toEqual([
      ['node', 'the load was the limit', false],
    ]);
    const slow = (p99: number, busiestThread: number) =>
      five((step) => ({ p99: p99 + step, busiestThread, serverCpuSeconds: p99 + step }));
    expect(verdicts(slow(100, 0.5), slow(200, 0.99), 'p99')).toEqual([
      ['node', 'the load was the limit', false],
    ]);
    expect(verdicts(slow(100, 0.99), slow(200, 0.5), 'p99')).toEqual([['node', 'higher', true]]);
    expect(verdicts(slow(100, 0.5), slow(200, 0.99), 'cpu')).toEqual([['node', 'higher', true]]);
    // The first was even faster than its figure.
    expect(verdicts(limited(1e5, 0.99), limited(5e4, 0.5))).toEqual([['node', 'slower', true]]);
  });

  it('compare only what both hold in the same form', () => {
    const node = measured('node', rounds(1e5));
    const before = run([outcome('echo-16', [node, measured('c', rounds(1))]), outcome('kv-16', [node])]);
    const after = run([outcome('echo-16', [node, measured('loop', rounds(1))]), outcome('kv-128', [node])]);
    const { changes, unmatched } = compareRuns(before, after, 0.1);
    expect(changes.map(({ server }) => server)).toEqual(['node']);
    expect(unmatched).toEqual([
      'echo 64 B, 16 connections, C threads: only in the first file',
      'echo 64 B, 16 connections, native event loop: only in the second file',
      'key-value, 16 connections, pipeline 1: only in the first file',
      'key-value, 128 connections, pipeline 1: only in the second file',
    ]);
    const [workload] = echoRun(1, 1).workloads;
    const other = echoRun(1, 1, { workloads: [{ ...workload!, message: 65 }] });
    expect(compareRuns(echoRun(1, 1), other, 0.1)).toEqual({
      changes: [],
      unmatched: ['echo 64 B, 16 connections: another workload of this name'],
    });
  });
});

it('other machines and loads are obstacles, other systems and a busy machine doubts', () => {
  const before = echoRun(1, 1);
  expect(comparability(before, before)).toEqual({ obstacles: [], doubts: [] });
  const after = echoRun(1, 1, {
    environment: { ...somewhere, cpu: 'another', node: '24.0.0', stdnet: '0.2.0', loadAverage: 3 },
    settings: { ...settings, loadThreads: 1, durationMs: 80 },
  });
  expect(comparability(before, after)).toEqual({
    obstacles: ['processor: a processor, then another', 'load threads: 2, then 1'],
    doubts: [
      'Node: 20.20.0, then 24.0.0',
      'milliseconds a round: 300, then 80',
      'the machine was busy before the second run (load average 3.00)',
    ],
  });
});

describe('bench compare', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-compare-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(stopPrograms);
  const file = (name: string, content: Results) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const before = file('before.json', echoRun(1e5, 1e5));
  const slower = file('slower.json', echoRun(7e4, 1e5));
  const elsewhere = file('elsewhere.json', echoRun(1e5, 1e5, { environment: { ...somewhere, cores: 4 } }));
  const compare = (...args: string[]) =>
    new Program(process.execPath, ['dist/cli/main.js', 'bench', 'compare', ...args]).end();

  it('ends with 0 where nothing is lost', async () => {
    const { code, stdout, stderr } = await compare(before, before);
    expect(stderr).toEqual([]);
    expect(stdout.join('\n')).toMatch(
      /│ {3}native threads │ k req\/s +│ +100 \(99\.8-100\) │ .* │ no difference shown/,
    );
    expect(stdout.join('\n')).toMatch(/│ +│ p99 us +│ +1,234 \(1,234-1,234\) │ .* │ no difference shown/);
    expect(stdout.join('\n')).toMatch(/│ +│ CPU s\/M +│ +5\.00 \(4\.99-5\.01\) │ .* │ no difference shown/);
    expect(stdout.at(-1)).toBe(
      'No regression of rate: worse by more than 10.0 %, with intervals that do not overlap.',
    );
    expect(code).toBe(0);
  });

  it('ends with 1 where a server lost more than the tolerance', async () => {
    const { code, stdout } = await compare(before, slower);
    expect(stdout.join('\n')).toMatch(/│ {3}native threads │ .* │ 0\.70 \(0\.70-0\.70\) │ slower \(!\) +│/);
    expect(stdout.join('\n')).toMatch(/│ CPU s\/M .* │ higher +│/);
    expect(stdout.at(-1)).toMatch(/^1 regression \(!\) of rate: /);
    expect(code).toBe(1);
    expect(await compare(before, slower, '--tolerance', '40')).toMatchObject({ code: 0 });
  });

  it('ends with 1 for what --fail-on names, and for nothing else', async () => {
    expect(await compare(before, slower, '--fail-on', 'p99')).toMatchObject({ code: 0 });
    const { code, stdout } = await compare(before, slower, '--fail-on', 'rate, cpu');
    expect(stdout.join('\n')).toMatch(/│ CPU s\/M .* │ higher \(!\) +│/);
    expect(stdout.at(-1)).toMatch(/^2 regressions \(!\) of rate, cpu: /);
    expect(code).toBe(1);
    const unknown = await compare(before, slower, '--fail-on', 'rate,p50');
    expect(unknown).toMatchObject({ code: 2, stdout: [] });
    expect(unknown.stderr.join('\n')).toContain('It must be of rate, p99, cpu');
  });

  it('ends with 2 where it cannot tell', async () => {
    const missing = await compare(before, join(folder, 'none.json'));
    expect(missing).toMatchObject({ code: 2, stdout: [] });
    expect(missing.stderr).toEqual([expect.stringMatching(/^bench: .*none\.json cannot be read: ENOENT/)]);
    expect(await compare(before, elsewhere)).toMatchObject({
      code: 2,
      stderr: ['bench: these runs cannot be compared (--anyway does): cores: 2, then 4'],
    });
    expect(await compare(before)).toMatchObject({ code: 2, stdout: [] });
    expect(await compare(before, before, '--tolerance', 'x')).toMatchObject({ code: 2, stdout: [] });
  });

  it('--anyway only warns of another machine', async () => {
    expect(await compare(before, elsewhere, '--anyway')).toMatchObject({
      code: 0,
      stderr: ['warning: cores: 2, then 4'],
    });
  });
});
