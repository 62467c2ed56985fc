import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { files, root, textOf } from '../repo/tree.js';

/** A block of code behind the file that it belongs to: a new one, or a line for one that is there. */
export interface Snippet {
  readonly path: string;
  readonly code: string;
  /** The `text` block right behind it, if there is one: what it prints. */
  readonly output: string | null;
}

/** `**`path`** …`, and the code below. */
export function snippetsOf(page: string): Snippet[] {
  const pattern = /^\*\*`([^`]+)`\*\*.*?^```\w+\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?/gms;
  return [...textOf(page).matchAll(pattern)].map(([, path, code, output]) => ({
    path: path!,
    code: code!,
    output: output ?? null,
  }));
}

/** Where in a file that is there the page's line goes: behind this. */
const PLACES: Record<string, string> = {
  'native/handlers/registry.h': '#define STDNET_HANDLERS(HANDLER) \\\n',
  'native/sources.txt': '',
  'lib/server/handlers.ts': 'export const handlers = {\n',
};

function withLine(text: string, path: string, line: string): string {
  const place = PLACES[path];
  if (place === undefined || !text.includes(place)) throw new Error(`${path} has no place for\n${line}`);
  // A function: `$` in the code is nothing special.
  return place === '' ? text + line : text.replace(place, () => place + line);
}

/** A copy of the repository with what the addon, the types and the native tests are built of, and what was built. */
export class Copy {
  readonly root = mkdtempSync(join(tmpdir(), 'stdnet-page-'));

  constructor() {
    const wanted = /^(?:native|lib|scripts|test\/native)\/|^[^/]+\.(?:json|gyp)$/;
    for (const path of files.filter((name) => wanted.test(name))) this.#take(path);
    for (const path of ['build/Makefile', 'build/Release', 'build/config.gypi']) this.#take(path);
    symlinkSync(join(root, 'node_modules'), join(this.root, 'node_modules'));
  }

  /** Does with a snippet what the page says. */
  apply({ path, code }: Snippet): void {
    const file = join(this.root, path);
    writeFileSync(file, existsSync(file) ? withLine(readFileSync(file, 'utf8'), path, code) : code);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** With its time, by which make tells what is old. */
  #take(path: string): void {
    const source = join(root, path);
    if (existsSync(source))
      cpSync(source, join(this.root, path), { recursive: true, preserveTimestamps: true });
  }
}
