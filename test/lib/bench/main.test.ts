import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { Program, stopPrograms } from '../../support/program.js';

// Node takes its time to start on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

const folder = mkdtempSync(join(tmpdir(), 'stdnet-bench-'));
/** Tells our servers from those of tests that run beside us. */
const mark = { STDNET_BENCH_TEST: folder };
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(stopPrograms);

function bench(...args: string[]): Program {
  return new Program(process.execPath, ['test/lib/bench/programs/run-bench.mjs', ...args], 60_000, mark);
}

const short = ['--quick', '--rounds', '1', '--only', 'echo-16', '--servers', 'node,loop'];
const long = ['--quick', '--duration', '60000', '--only', 'echo-16', '--servers', 'node,loop'];

describe('npm run bench', () => {
  it('shows where it is, then a table, and writes a file', async () => {
    const file = join(folder, 'new', 'results.json');
    const lines = await bench(...short, '--json', file).output();
    const text = lines.join('\n');
    expect(text).toMatch(/^ {2}0 % {2}echo 64 B, 16 connections: warm-up$/m);
    expect(text).toMatch(/^ 50 % {2}echo 64 B, 16 connections: round 1 of 1$/m);
    expect(text).toMatch(/│ {3}node:net +│/);
    expect(text).toMatch(/│ {3}native event loop \*? *│/);
    expect(lines.at(-1)).toBe(`Every round is in ${file}`);
    const { schema, workloads } = JSON.parse(readFileSync(file, 'utf8'));
    expect(schema).toBe(2);
    expect(workloads).toHaveLength(1);
    expect(workloads[0].servers).toMatchObject([{ server: 'node' }, { server: 'loop' }]);
    expect(workloads[0].servers[0].rounds[0].requests).toBeGreaterThan(0);
  });

  it.each([
    [['--suite', 'nothing'], "bench: no suite is called 'nothing'; there are: usual, "],
    [['--only', 'nothing'], "bench: no workload is called 'nothing'; there are: echo-1, "],
    [['--servers', 'nobody'], "bench: no server is called 'nobody'; there are: threads, "],
    [['--rounds', '0'], "error: option '--rounds <n>' argument '0' is invalid"],
    [['--duration', 'x'], "error: option '--duration <ms>' argument 'x' is invalid"],
    [['--hasty'], "error: unknown option '--hasty'"],
    [['more'], 'error: too many arguments'],
  ])('%j: one line that helps, and exit code 1', async (args, message) => {
    const { code, stderr } = await bench(...args).end();
    expect(stderr.filter((line) => line !== '')).toEqual([expect.stringContaining(message)]);
    expect(code).toBe(1);
  });

  it('--list tells what there is, and runs nothing', async () => {
    const lines = await bench('--list').output();
    expect(lines[0]).toMatch(/^usual +a little of everything; some \d+ minutes$/);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}kv-128 +key-value, 128 connections/));
  });

  it('shows the table also when the file cannot be written', async () => {
    const { code, stdout, stderr } = await bench(...short, '--json', '/dev/null/results.json').end();
    expect(stdout.join('\n')).toMatch(/│ {3}node:net +│/);
    expect(stderr).toEqual([expect.stringMatching(/^bench: the results cannot be written: E\w+/)]);
    expect(code).toBe(1);
  });

  it('ends at Ctrl-C, with its servers', async () => {
    const program = bench(...long);
    await program.line(/warm-up/);
    expect(servers()).toHaveLength(process.platform === 'linux' ? 2 : 0);
    program.signal('SIGINT');
    const { code, stderr } = await program.end();
    expect(stderr).toEqual(['interrupted: every server has been ended, nothing was written']);
    expect(code).toBe(130);
    expect(servers()).toEqual([]);
  });

  it('takes its servers with it, however it ends', async () => {
    const program = bench(...long);
    await program.line(/warm-up/);
    program.signal('SIGKILL');
    await program.end();
    await vi.waitFor(() => expect(servers()).toEqual([]), 30_000);
  });
});

/** The servers of our benchmarks that run now. Linux tells. */
function servers(): string[] {
  if (process.platform !== 'linux') return [];
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return ''; // no process, or one that has ended
    }
  };
  return readdirSync('/proc').filter(
    (name) =>
      read(`/proc/${name}/environ`).includes(mark.STDNET_BENCH_TEST) &&
      read(`/proc/${name}/cmdline`).includes('bench/servers/'),
  );
}
