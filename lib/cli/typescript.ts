/** Modules in TypeScript, where this Node reads none (before 22.18): by tsx, if their project has it. @internal */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { CliError } from './error.js';

const TYPESCRIPT = /\.[mc]?ts$/;

/** The URL of tsx's `register()`; null: nobody needs it. @throws CliError where there is no tsx. @internal */
export function tsxFor(path: string, name: string): string | null {
  const { typescript = false } = process.features as { typescript?: false | string };
  if (!TYPESCRIPT.test(path) || typescript !== false) return null;
  const require = createRequire(path);
  let manifest: string;
  try {
    manifest = require.resolve('tsx/package.json');
  } catch {
    throw new CliError(
      `cannot load ${name}: this Node reads no TypeScript. Take Node 22.18 or later, or install tsx beside it`,
    );
  }
  // require.resolve() would find the file for require().
  const entry: string = require(manifest).exports['./esm/api'].import.default;
  return new URL(entry, pathToFileURL(manifest)).href;
}

/** A module that has the exports of the one at `url`: tsx has to be registered in each Worker. @internal */
export function throughTsx(tsx: string, url: string): string {
  const code = `import { register } from ${JSON.stringify(tsx)};
register();
const { default: serve, onData, onOpen, onEnd } = await import(${JSON.stringify(url)});
export { serve as default, onData, onOpen, onEnd };`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
