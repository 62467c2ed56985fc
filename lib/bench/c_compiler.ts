import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BenchError, messageOf } from './error.js';

const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * A program of bench/c/, compiled if it is older than its source.
 *
 * @throws BenchError without a compiler, or outside of a clone.
 * @internal
 */
export async function buildC(name: string): Promise<string> {
  const source = inRoot(`bench/c/${name}.c`);
  const target = inRoot(`build-bench/${name}`);
  if (!existsSync(source)) throw new BenchError('its source is in the repository only');
  if (existsSync(target) && statSync(target).mtimeMs >= statSync(source).mtimeMs) return target;
  await mkdir(inRoot('build-bench'), { recursive: true });
  // Under a name of its own until it is whole: another process may do the same.
  const unfinished = `${target}.${process.pid}`;
  try {
    await promisify(execFile)('cc', ['-O2', '-pthread', '-o', unfinished, source], { timeout: 60_000 });
  } catch (error) {
    throw new BenchError(`cc cannot compile it: ${messageOf(error).trim()}`);
  }
  await rename(unfinished, target);
  return target;
}
