import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, textOf } from './tree.js';

/** The programs in README.md by name: the fenced blocks whose first line is a comment with a file name. */
export function programs(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, code] of textOf('README.md').matchAll(/^```ts\n(.*?)^```$/gms)) {
    const name = /^\/\/ ([\w-]+\.ts)\n/.exec(code as string)?.[1];
    if (!name) throw new Error(`a TypeScript block of README.md has no name in its first line:\n${code}`);
    found.set(name, code as string);
  }
  return found;
}

/** Writes the programs to a folder inside the package, so that 'stdnet' means this package. */
export function writePrograms(): { folder: string; remove: () => void } {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build', 'readme-'));
  for (const [name, code] of programs()) writeFileSync(join(folder, name), code);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
