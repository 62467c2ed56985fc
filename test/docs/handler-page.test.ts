// Does what docs/write-your-own-handler.md says to a copy of the repository: builds, checks, runs.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Program, stopPrograms } from '../support/program.js';
import { Copy, snippetsOf } from './handler_page.js';

const PAGE = 'docs/write-your-own-handler.md';
const snippets = snippetsOf(PAGE);
const program = snippets.find(({ path }) => path.endsWith('.ts') && !path.includes('/'))!;
const nativeTest = snippets.find(({ path }) => path.endsWith('_test.cpp'))!;

// A few files of the addon are compiled, on a machine that may be busy.
const BUILD_MS = 240_000;
vi.setConfig({ testTimeout: BUILD_MS, hookTimeout: BUILD_MS });

let copy: Copy;

function run(command: string, ...args: string[]): Program {
  return new Program(command, args, BUILD_MS);
}

beforeAll(async () => {
  copy = new Copy();
  for (const snippet of snippets) copy.apply(snippet);
  const built = await run(process.execPath, join(copy.root, 'scripts/setup.mjs')).end();
  expect(built.code, built.stderr.join('\n')).toBe(0);
});

afterAll(async () => {
  await stopPrograms();
  copy.remove();
});

describe(PAGE, () => {
  it('adds a handler in less than 60 lines, its test included', () => {
    const code = snippets.filter((snippet) => snippet !== program).map((snippet) => snippet.code);
    const lines = code
      .join('')
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(snippets.map(({ path }) => path)).toHaveLength(6);
    expect(lines.length).toBeLessThan(60);
  });

  it('its program type-checks, and prints what the page says', async () => {
    const config = join(copy.root, 'tsconfig.page.json');
    writeFileSync(config, JSON.stringify({ extends: './tsconfig.json', include: [program.path] }));
    expect(await run(join(copy.root, 'node_modules/.bin/tsc'), '-p', config).output()).toEqual([]);
    const printed = await run(process.execPath, '--import', 'tsx', join(copy.root, program.path)).output();
    expect(`${printed.join('\n')}\n`).toBe(program.output);
  });

  it('its native test passes', async () => {
    const objects = readdirSync(join(copy.root, 'build/Release/obj.target/stdnet/native'), {
      recursive: true,
      encoding: 'utf8',
    }).filter((path) => path.endsWith('.o') && !path.startsWith('binding/'));
    const binary = join(copy.root, 'page-test');
    const inCopy = (...paths: string[]) => paths.map((path) => join(copy.root, path));
    const compiled = await run(
      'g++',
      ...['-std=c++20', '-O0', '-pthread', '-o', binary],
      ...inCopy('', 'test/native/vendor').map((folder) => `-I${folder}`),
      ...inCopy(nativeTest.path, 'test/native/main.cpp'),
      ...objects.map((path) => join(copy.root, 'build/Release/obj.target/stdnet/native', path)),
    ).end();
    expect(compiled.code, compiled.stderr.join('\n')).toBe(0);
    expect((await run(binary).output()).at(-1)).toContain('SUCCESS');
  });
});
