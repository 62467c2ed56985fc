import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BenchError, messageOf } from './error.js';

const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const COMPILERS = {
  c: ['cc', '-O2', '-pthread'],
  rs: ['rustc', '-O'],
} as const;

/**
 * A program of bench/, `c/name.c` or `rust/name.rs`, compiled if it is older than its source.
 *
 * @throws BenchError without a compiler, or outside of a clone.
 * @internal
 */
export async function compiled(path: `${string}.${keyof typeof COMPILERS}`): Promise<string> {
  const [compiler, ...options] = COMPILERS[path.slice(path.lastIndexOf('.') + 1) as keyof typeof COMPILERS];
  const source = inRoot(`bench/${path}`);
  const target = inRoot(`build-bench/${path.slice(0, path.lastIndexOf('.'))}`);
  if (!existsSync(source)) throw new BenchError('its source is in the repository only');
  if (existsSync(target) && statSync(target).mtimeMs >= statSync(source).mtimeMs) return target;
  await mkdir(dirname(target), { recursive: true });
  // Under a name of its own until it is whole: another process may do the same.
  const unfinished = `${target}.${process.pid}`;
  try {
    await promisify(execFile)(compiler, [...options, '-o', unfinished, source], { timeout: 60_000 });
  } catch (error) {
    throw new BenchError(`${compiler} cannot compile it: ${messageOf(error).trim()}`);
  }
  await rename(unfinished, target);
  return target;
}
