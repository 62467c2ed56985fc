import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { environment } from '../../../lib/bench/environment.js';
import { BenchError, complain } from '../../../lib/bench/error.js';
import { decoded } from '../../../lib/bench/histogram.js';
import { load, save } from '../../../lib/bench/results_file.js';
import { summarize } from '../../../lib/bench/summary.js';
import { measured, outcome, rounds } from './outcomes.js';
import { echoRun, run, settings, somewhere } from './runs.js';

const folder = mkdtempSync(join(tmpdir(), 'stdnet-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

const all = outcome('echo-16', [measured('threads', rounds(9e4)), measured('node', rounds(1e5))]);

it('the results hold every round beside its summary', () => {
  const content = run([all]);
  expect(content).toMatchObject({
    format: 'stdnet-bench',
    schema: 2,
    startedAt: '1970-01-01T00:00:00.000Z',
    environment: somewhere,
    settings,
  });
  const [workload] = content.workloads;
  expect(workload).toMatchObject({ id: 'echo-16', connections: 16, message: 64, listenOverflows: 0 });
  expect(workload!.servers.map(({ server }) => server)).toEqual(['threads', 'node']);
  const rounds = all.measured[0]!.reports.map(({ latencies, ...round }) => round);
  expect(workload!.servers[0]!.rounds).toEqual(rounds);
  expect(decoded(workload!.servers[0]!.histogram!).totalCount).toBe(450_000);
  expect(workload!.servers[0]).toMatchObject({ ...summarize(all)[0] });
});

describe('a results file', () => {
  it('is read as it was written, with what a system does not tell', async () => {
    const unknown = measured('node', rounds(1e5, { serverCpuSeconds: null }), null);
    const content = run([
      all,
      outcome('udp-1', [unknown], { listenOverflows: null, missing: [{ kind: unknown.kind, why: 'no cc' }] }),
    ]);
    const file = join(folder, 'new', 'whole.json');
    await save(file, content);
    expect(await load(file)).toEqual(content);
  });

  it('of a time when all keys came alike is read as such', async () => {
    const content = run([outcome('kv-16', [measured('node', rounds(1e5))])]);
    const [{ reads, keys, valueSize, zipf, ...older }] = content.workloads as [(typeof content.workloads)[0]];
    expect({ reads, keys, valueSize, zipf }).toEqual({ reads: 0.5, keys: 64, valueSize: 32, zipf: 0 });
    const file = join(folder, 'older.json');
    writeFileSync(file, JSON.stringify({ ...content, workloads: [older] }));
    expect(await load(file)).toEqual(content);
  });

  it('of an earlier version has no histograms, and is read', async () => {
    const content = run([all]);
    const file = join(folder, 'earlier.json');
    await save(file, content);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"histogram": "[^"]+",/g, ''));
    const { workloads } = await load(file);
    expect(workloads[0]!.servers.map(({ histogram }) => histogram)).toEqual([null, null]);
  });

  it('of a time when nothing happened beside the load says so', async () => {
    const content = JSON.parse(JSON.stringify(run([all])));
    const [{ neighbours, busyMs, idle, ...workload }] = content.workloads;
    for (const server of workload.servers) delete server.idleMemory;
    const file = join(folder, 'oldest.json');
    writeFileSync(file, JSON.stringify({ ...content, workloads: [workload] }));
    expect([neighbours, busyMs, idle]).toEqual([0, 0, 0]);
    expect(await load(file)).toEqual(run([all]));
  });

  it('of a stranger does nothing to the terminal that shows it', async () => {
    const content = echoRun(1, 1, { environment: { ...somewhere, cpu: '\x1b]0;mine\x07' } });
    const file = join(folder, 'control.json');
    await save(file, content);
    expect((await load(file)).environment.cpu).toBe('\\x1b]0;mine\\x07');
  });

  it('of a stranger that is none does nothing to it either', async () => {
    const file = join(folder, 'no-results.json');
    writeFileSync(file, '{"format":"stdnet-bench","schema":"\\u001b[2J"}');
    const said = vi.spyOn(console, 'error').mockReturnValue();
    complain(await load(file).catch((error: unknown) => error));
    expect(said.mock.calls).toEqual([[expect.stringContaining('is of schema \\x1b[2J')]]);
    said.mockRestore();
  });

  it('of this machine is valid too', async () => {
    const file = join(folder, 'here.json');
    await save(file, echoRun(1, 1, { environment: environment() }));
    expect(await load(file)).toMatchObject({ environment: { stdnet: expect.stringMatching(/^\d+\.\d+\./) } });
  });

  const good = echoRun(1, 1);
  const [workload] = good.workloads;
  const [server] = workload!.servers;
  it.each([
    ['not JSON', '{', /cannot be read: /],
    ['null', 'null', /is no results file/],
    ['another JSON', '{"name":"stdnet"}', /is no results file: format: /],
    ['an older one', { ...good, schema: 1 }, /is of schema 1; this version of stdnet reads 2/],
    ['one without workloads', { ...good, workloads: [] }, /no results file: workloads: /],
    [
      'one whose server has no rounds',
      { ...good, workloads: [{ ...workload, servers: [{ ...server, rounds: [] }] }] },
      /no results file: workloads\.0\.servers\.0\.rounds: /,
    ],
    [
      'one with a rate of nothing',
      { ...good, workloads: [{ ...workload, servers: [{ ...server, rate: { median: 0 } }] }] },
      /no results file: workloads\.0\.servers\.0\.rate\.median: /,
    ],
    [
      'one whose histogram is none',
      { ...good, workloads: [{ ...workload, servers: [{ ...server, histogram: 'HISTFAAAAA==' }] }] },
      /no results file: workloads\.0\.servers\.0\.histogram: It is no compressed HdrHistogram/,
    ],
    [
      'an infinite one',
      JSON.stringify(good).replace('"loadAverage":0.1', '"loadAverage":1e999'),
      /loadAverage/,
    ],
  ])('%s is refused, saying why', async (name, content, why) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    await expect(load(file)).rejects.toThrow(why);
    await expect(load(file)).rejects.toThrow(BenchError);
  });

  it('that is not there is refused', async () => {
    await expect(load(join(folder, 'none.json'))).rejects.toThrow(/none\.json cannot be read: ENOENT/);
  });
});
