// What callers and peers size is not what a process dies of where there is no memory for it: docs/decisions/0016.
import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { start } from './programs.js';

afterEach(stopPrograms);

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;

describe.runIf(hasPrlimit)('without memory for it', () => {
  test.each([
    ['set', 'IoError StorageFull'],
    ['key', 'IoError OutOfMemory'],
    ['get', 'RangeError Array buffer allocation failed'],
    ['text', 'IoError OutOfMemory'],
    ['write', 'OutOfMemory'],
    ['request', 'OutOfMemory'],
    ['answer', 'OutOfMemory'],
    ['append', 'no error'],
  ])('%s: %s', async (name, outcome) => {
    expect(await start('./programs/no-memory.mjs', [name]).output()).toEqual([outcome]);
  });
});
