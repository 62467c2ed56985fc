// Blocked calls can always be ended: Workers that are terminated, and processes that leave, whatever call a thread is in.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callNames } from '../support/blocked-calls.mjs';
import { stopPrograms } from '../support/program.js';
import { slowLookup } from '../support/slow-lookup.mjs';
import { start } from './programs.js';

/** Far above what it takes (tens of milliseconds), far below for ever. */
const NOT_A_HANG_MS = 5_000;

let lookup: ReturnType<typeof slowLookup>;
beforeAll(() => {
  lookup = slowLookup();
});
afterAll(() => lookup.remove());
afterEach(stopPrograms);

test('worker.terminate() ends a Worker blocked in each call, and closes its sockets', async () => {
  // A look-up cannot be interrupted: its thread, and what it waits with, stay until it is done.
  const env = { ...lookup.env, STDNET_TEST_LOOKUP_MS: '4000' };
  const program = start('programs/terminate.mjs', callNames, { env, deadlineMs: 40_000 });
  const results = (await program.output()).map((line) => JSON.parse(line));
  expect(results.slice(0, -1).map(({ call }) => call)).toEqual(callNames);
  for (const { call, ms } of results.slice(0, -1)) expect(ms, call).toBeLessThan(NOT_A_HANG_MS);
  const [before, after] = results.at(-1).descriptors;
  expect(after).toBeLessThanOrEqual(before);
}, 50_000);

describe('the process ends with a Worker blocked in each call', () => {
  test.each([
    ['exit', 7],
    ['end', 0],
    ['throw', 1],
    ['reject', 1],
  ] as const)('%s', async (way, code) => {
    const program = start('programs/leave.mjs', [way, ...callNames], { env: lookup.env });
    await program.line(/^leaving$/);
    const left = performance.now();
    const ended = await program.end();
    expect(performance.now() - left).toBeLessThan(NOT_A_HANG_MS);
    expect({ code: ended.code, signal: ended.signal, stdout: ended.stdout }).toEqual({
      code,
      signal: null,
      stdout: ['leaving'],
    });
    const stderr = ended.stderr.join('\n');
    if (code === 1) expect(stderr).toContain('nobody catches this');
    else expect(stderr).toBe('');
  });
});
