import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const examples = new URL('../../examples/', import.meta.url);
const tests = new URL('./', import.meta.url);

const programs = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ts|mjs)$/.test(path) && !path.includes('support/'))
  .sort();
const sources = readdirSync(tests)
  .filter((name) => name.endsWith('.test.ts') && name !== 'all.test.ts')
  .map((name) => readFileSync(new URL(name, tests), 'utf8'))
  .join('\n');
const readme = readFileSync(new URL('README.md', examples), 'utf8');

describe('examples', () => {
  it('are there', () => {
    expect(programs.length).toBeGreaterThan(20);
  });

  // A call, or the table of a describe.each: a mention in a title does not count.
  it.each(programs)('%s is run by a test', (path) => {
    const run = new RegExp(
      `(?:example|exampleServer|freezable)\\('${path}'|describe\\.each\\(\\[[^;]*?'${path}'`,
    );
    expect(run.test(sources)).toBe(true);
  });

  it.each(programs)('%s has less than 60 lines', (path) => {
    expect(readFileSync(new URL(path, examples), 'utf8').split('\n').length).toBeLessThanOrEqual(60);
  });

  it('are all in the README, which names no other', () => {
    const named = [...readme.matchAll(/\]\(((?:guide|async|servers|recipes|crossing)\/[^)]+)\)/g)].map(
      ([, path]) => path!,
    );
    expect([...new Set(named)].sort()).toEqual(programs);
  });
});
