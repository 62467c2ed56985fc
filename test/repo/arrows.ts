import { dirname, join } from 'node:path/posix';
import { below, textOf } from './tree.js';

/** Which folders a folder may reach for; its own files always. */
export type Arrows = Readonly<Record<string, readonly string[]>>;

export interface Reach {
  readonly from: string;
  readonly to: string;
}

/** The layer of `native/os/fd.h` is `os`; of a file right in the folder, `index`. */
export function layerOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? (parts[1] as string) : 'index';
}

/** Every `#include "native/…"` of the C++ in a folder. */
export function includes(folder: string): Reach[] {
  return below(folder, '.h', '.cpp').flatMap((from) =>
    [...textOf(from).matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)].map(([, to]) => ({ from, to: to as string })),
  );
}

export function systemIncludes(folder: string): Reach[] {
  return below(folder, '.h', '.cpp').flatMap((from) =>
    [...textOf(from).matchAll(/^\s*#\s*include\s+<([^>]+)>/gm)].map(([, to]) => ({ from, to: to as string })),
  );
}

/** Every relative import of the TypeScript in a folder, as the path of the source file. */
export function imports(folder: string): Reach[] {
  const specifier = /(?:\bfrom|\bimport\s*\(?)\s*'(\.{1,2}\/[^']+)'/g;
  return below(folder, '.ts').flatMap((from) =>
    [...textOf(from).matchAll(specifier)].map(([, to]) => ({
      from,
      to: join(dirname(from), (to as string).replace(/\.js$/, '.ts')),
    })),
  );
}

/** What the table does not allow, as lines to read. A layer that the table lacks may reach for nothing. */
export function forbidden(reaches: readonly Reach[], arrows: Arrows): string[] {
  return reaches
    .filter(({ from, to }) => {
      const [source, target] = [layerOf(from), layerOf(to)];
      return source !== target && !arrows[source]?.includes(target);
    })
    .map(({ from, to }) => `${from} -> ${to}`);
}

/** The first circle of files that reach for each other, or null. */
export function circle(reaches: readonly Reach[]): string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to } of reaches) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | null => {
    const start = path.indexOf(file);
    if (start >= 0) return [...path.slice(start), file];
    if (done.has(file)) return null;
    path.push(file);
    for (const target of next.get(file) ?? []) {
      const found = visit(target);
      if (found) return found;
    }
    path.pop();
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const found = visit(file);
    if (found) return found;
  }
  return null;
}
