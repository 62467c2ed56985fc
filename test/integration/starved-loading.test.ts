// The addon is loaded where there is something missing that it takes: an error that says what, and another attempt when it is there.
import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { start } from './programs.js';

afterEach(stopPrograms);

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;

describe.runIf(hasPrlimit)('loading the addon', () => {
  test.each([
    ['descriptors', 'cannot open shared object file: Too many open files'],
    ['memory', 'failed to map segment from shared object'],
  ])('without %s', async (name, cause) => {
    expect(await start('./programs/starved-loading.mjs', [name]).output()).toEqual([
      `ERR_ADDON_NOT_LOADED: ${cause}`,
      'loaded, true',
    ]);
  });
});
