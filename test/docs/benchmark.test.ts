import { describe, expect, it } from 'vitest';
import { usePrograms } from './programs.js';

const { programs, start, expectToTypeCheck } = usePrograms('docs/benchmark.md');

describe('the programs of docs/benchmark.md', () => {
  it('are the ones tested here', () => {
    expect(programs.map(({ name }) => name)).toEqual([
      'load-a-server.ts',
      'how-much-in-time.ts',
      'short-comparison.ts',
    ]);
  });

  it('type-check', () => expectToTypeCheck());

  it.each(['load-a-server.ts', 'how-much-in-time.ts'])('%s', async (name) => {
    const [figures, ...rest] = await start(name).output();
    expect(figures).toMatch(/^\d+ requests a second, p99 [\d.]+ us$/);
    expect(['', 'the load was the limit']).toContain(rest.join('\n'));
  });

  it('short-comparison.ts', async () => {
    const { code, stdout, stderr } = await start('short-comparison.ts').end();
    expect(stdout).toEqual([
      expect.stringMatching(/^native threads: \d+ \(too few rounds\)$/),
      expect.stringMatching(/^node:net: \d+ \(the baseline\)$/),
    ]);
    expect(stderr[0]).toBe('0 of 8: threads, round 0');
    expect(stderr.at(-1)).toBe('7 of 8: threads, round 3');
    expect(code).toBe(0);
  });
});
