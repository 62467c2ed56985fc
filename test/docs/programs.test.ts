import { describe, expect, it } from 'vitest';
import { typedIn } from './console.js';
import { type DocProgram, usePrograms } from './programs.js';

const { programs, start, expectToTypeCheck } = usePrograms(
  'docs/getting-started.md',
  'docs/errors.md',
  'docs/blocking.md',
  'docs/async.md',
  'docs/servers.md',
  'docs/threads.md',
);

const isTold = ({ output }: DocProgram) => output !== null;

describe('the programs of the pages', () => {
  it('are there, each with a name of its own', () => {
    expect(new Set(programs.map(({ name }) => name)).size).toBe(programs.length);
    expect(programs.length).toBeGreaterThanOrEqual(6);
  });

  it('type-check', () => expectToTypeCheck());

  const [told, typed] = [programs.filter(isTold), programs.filter((program) => !isTold(program))];

  it.each(told)('$page: $name prints what the page shows', async ({ name, output }) => {
    expect(await start(name).output()).toEqual(output);
  });

  it.each(typed)('$page: $name is typed, or read by one that is', ({ page, name }) => {
    const others = programs.filter((program) => program.page === page && program.name !== name);
    const texts = [...typedIn(page).map(({ command }) => command), ...others.map(({ code }) => code)];
    expect(texts.filter((text) => text.includes(name))).not.toEqual([]);
  });
});
