import { describe, expect, it } from 'vitest';
import { below, textOf } from '../repo/tree.js';
import { typedIn } from './console.js';
import { type DocProgram, usePrograms } from './programs.js';

const { programs, start, expectToTypeCheck } = usePrograms(
  'docs/getting-started.md',
  'docs/coming-from-node-net.md',
  'docs/coming-from-rust.md',
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

  it.each(typed)('$page: $name is typed, has a test of its own, or belongs to another program', (program) => {
    const beside = programs.filter((other) => other.page === program.page && other !== program);
    const texts = [
      ...typedIn(program.page).map(({ command }) => command),
      ...below('test/docs', '.test.ts').map(textOf),
      ...beside.map(({ code }) => code),
    ];
    expect(texts.some((text) => text.includes(program.name))).toBe(true);
  });
});
