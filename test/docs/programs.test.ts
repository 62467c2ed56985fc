import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Program, stopPrograms } from '../support/program.js';
import { programsOf, writePrograms } from './programs.js';

const programs = [
  'docs/errors.md',
  'docs/blocking.md',
  'docs/async.md',
  'docs/servers.md',
  'docs/threads.md',
].flatMap(programsOf);
let folder: string;

// Node with tsx takes its time on a busy machine; every program has a shorter deadline of its own.
vi.setConfig({ testTimeout: 90_000 });

beforeAll(() => {
  const written = writePrograms(programs);
  folder = written.folder;
  return written.remove;
});

afterEach(stopPrograms);

describe('the programs of the pages', () => {
  it('are there, each with a name of its own', () => {
    expect(new Set(programs.map(({ name }) => name)).size).toBe(programs.length);
    expect(programs.length).toBeGreaterThanOrEqual(6);
  });

  it('type-check', async () => {
    expect(await new Program('node_modules/.bin/tsc', ['-p', folder]).output()).toEqual([]);
  });

  it.each(programs.filter(({ name }) => name.endsWith('.ts')))(
    '$page: $name prints what the page shows',
    async ({ name, output }) => {
      const program = new Program(process.execPath, ['--import', 'tsx', `${folder}/${name}`]);
      expect(await program.output()).toEqual(output);
    },
  );
});
