import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, vi } from 'vitest';
import { Program, stopPrograms } from '../support/program.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const DEADLINE_MS = 60_000;

export const hasRust = spawnSync('rustc', ['--version']).status === 0;

export interface DocProgram {
  readonly page: string;
  readonly name: string;
  readonly code: string;
  /** The lines that the page says it prints: a `text` block right behind it. */
  readonly output: string[] | null;
}

/**
 * A page's programs: each `ts` block begins with a comment that names it; so do `js` blocks, which are modules of theirs, and
 * `rust` blocks.
 */
export function programsOf(page: string): DocProgram[] {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  return blocks.flatMap(([, language, code], index) => {
    if (!['ts', 'js', 'rust'].includes(language!)) return [];
    const name = /^\/\/ ([\w-]+\.(?:ts|mjs|rs))\n/.exec(code!)?.[1];
    const [, next, output] = blocks[index + 1] ?? [];
    if (name === undefined) throw new Error(`${page}: a program has no name in its first line:\n${code}`);
    return [{ page, name, code: code!, output: next === 'text' ? output!.trimEnd().split('\n') : null }];
  });
}

/** The programs of pages, for all tests of a file. */
export function usePrograms(...pages: string[]) {
  const programs = pages.flatMap(programsOf);
  let folder: string;

  // Node with tsx takes its time on a busy machine; every program has a shorter deadline of its own.
  vi.setConfig({ testTimeout: 90_000 });
  beforeAll(() => {
    const written = writePrograms(programs);
    folder = written.folder;
    return written.remove;
  });
  afterEach(stopPrograms);

  const startWith = (env: Record<string, string>, name: string, ...args: string[]) => {
    const flags = name.endsWith('.ts') ? ['--import', 'tsx'] : [];
    return new Program(process.execPath, [...flags, `${folder}/${name}`, ...args], DEADLINE_MS, env);
  };

  return {
    programs,
    start: (name: string, ...args: string[]) => startWith({}, name, ...args),
    startWith,
    /** A program in Rust, of the same folder. */
    startRust(name: string, ...args: string[]) {
      const binary = `${folder}/${name}.out`;
      execFileSync('rustc', ['--edition', '2021', '-D', 'warnings', '-o', binary, `${folder}/${name}`], {
        cwd: root,
        stdio: 'inherit',
      });
      return new Program(join(root, binary), args);
    },
    async expectToTypeCheck() {
      expect(await new Program('node_modules/.bin/tsc', ['-p', folder]).output()).toEqual([]);
    },
  };
}

/** Writes programs to a folder inside the package, so that 'stdnet' means this package. */
export function writePrograms(programs: readonly DocProgram[]): { folder: string; remove: () => void } {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build', 'docs-'));
  for (const { name, code } of programs) writeFileSync(join(folder, name), code);
  writeFileSync(join(folder, 'tsconfig.json'), '{ "extends": "../../tsconfig.json", "include": ["*.ts"] }');
  return { folder: relative(root, folder), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
