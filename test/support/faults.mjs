import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preloading } from './preloading.mjs';

const source = fileURLToPath(new URL('faults.c', import.meta.url));

/** The calls of the C library that can be made to fail. */
export const calls = Array.from(readFileSync(source, 'utf8').matchAll(/ X\((\w+)\)/g), ([, name]) => name);

const EVER = 2n ** 63n;
const SETTINGS = 6;
const WORDS = SETTINGS + 1 + 2 * calls.length;

/** Compiles what processes are to be loaded with, each with an `env()` of its own. Needs the compiler that built the addon. */
export function faultyLibrary() {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-faults-'));
  const library = join(folder, 'faults.so');
  const options = ['-shared', '-fPIC', '-O2', '-std=gnu11', '-Wall', '-Wextra', '-Werror'];
  execFileSync('cc', [...options, '-o', library, source, '-ldl']);
  let count = 0;
  return {
    env: () => {
      const path = join(folder, `faults-${++count}`);
      new Faults(path, 'w+').close();
      return { ...preloading(library), STDNET_TEST_FAULTS: path };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** What fails in a process that was started with an `env()` of that. It may be that process's own. */
export class Faults {
  #fd;

  constructor(path = process.env.STDNET_TEST_FAULTS, flags = 'r+') {
    this.#fd = openSync(path, flags);
    if (flags === 'w+') ftruncateSync(this.#fd, 8 * WORDS);
  }

  /**
   * From now on calls are counted anew, and those of `names` fail with `error`: `times` of them, from the `from`-th on, or `every`
   * so many-th; and a stream moves at most `most` bytes at once.
   */
  set({ names = [], error = 0, from = 1, times = EVER, every = 0, most = 0 }) {
    const bits = names.reduce((sum, name) => sum | (1n << BigInt(numberOf(name))), 0n);
    const words = new BigInt64Array(WORDS);
    words.set([0n, BigInt(error), BigInt(from), BigInt(times), BigInt(every), BigInt(most)]);
    writeSync(this.#fd, words, 0, 8, 0);
    writeSync(this.#fd, words, 8, 8 * (WORDS - 1), 8);
    words[0] = bits;
    writeSync(this.#fd, words, 0, 8, 0);
  }

  clear() {
    this.set({});
  }

  /** Since set(): how many calls there were, how many of them failed, and how many moved less than they would have. */
  counts() {
    const words = new BigUint64Array(WORDS);
    readSync(this.#fd, words, 0, words.byteLength, 0);
    const at = (i) => Number(words[SETTINGS + i]);
    const all = (first) => Object.fromEntries(calls.map((name, i) => [name, at(first + i)]));
    return { shortened: at(0), made: all(1), failed: all(1 + calls.length) };
  }

  close() {
    closeSync(this.#fd);
  }
}

function numberOf(name) {
  const number = calls.indexOf(name);
  if (number < 0) throw new RangeError(`no such call: ${name}`);
  return number;
}
