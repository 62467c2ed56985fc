// Processes and Workers that end while a server is at work.
import { afterEach, describe, expect, test } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { start } from './programs.js';

/** Far above what it takes (tens of milliseconds), far below for ever. */
const NOT_A_HANG_MS = 5_000;

afterEach(stopPrograms);

describe('the process ends with a server at work', () => {
  test.each([
    ['exit', 7],
    ['end', 0],
    ['close', 0],
    ['throw', 1],
  ] as const)('%s', async (way, code) => {
    const program = start('programs/server-leave.mjs', [way]);
    await program.line(/^leaving$/);
    const left = performance.now();
    const ended = await program.end();
    expect(performance.now() - left).toBeLessThan(NOT_A_HANG_MS);
    expect({ code: ended.code, signal: ended.signal }).toEqual({ code, signal: null });
    const stderr = ended.stderr.join('\n');
    if (code === 1) expect(stderr).toContain('nobody catches this');
    else expect(stderr).toBe('');
  });
});

test('a Worker that serves can end in every way, and leaves nothing behind', async () => {
  const program = start('programs/server-worker.mjs', ['16'], { deadlineMs: 40_000 });
  const [{ before, after }] = (await program.output()).map((line) => JSON.parse(line));
  expect(after).toEqual(before);
}, 50_000);
