import { describe, expect, it } from 'vitest';
import { usePrograms } from './programs.js';

const { programs, start, expectToTypeCheck } = usePrograms(
  'docs/errors.md',
  'docs/blocking.md',
  'docs/async.md',
  'docs/servers.md',
  'docs/threads.md',
);

describe('the programs of the pages', () => {
  it('are there, each with a name of its own', () => {
    expect(new Set(programs.map(({ name }) => name)).size).toBe(programs.length);
    expect(programs.length).toBeGreaterThanOrEqual(6);
  });

  it('type-check', () => expectToTypeCheck());

  it.each(programs.filter(({ name }) => name.endsWith('.ts')))(
    '$page: $name prints what the page shows',
    async ({ name, output }) => {
      expect(await start(name).output()).toEqual(output);
    },
  );
});
