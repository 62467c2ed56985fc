import { expect } from 'vitest';
import type { Program } from '../support/program.js';

/** Far above what it takes (tens of milliseconds), far below for ever. */
const NOT_A_HANG_MS = 5_000;

/** A program that says that it is leaving then does, with this exit code; 1 is for an exception that nobody catches. */
export async function expectToLeave(program: Program, code: number): Promise<void> {
  await program.line(/^leaving$/);
  const left = performance.now();
  const ended = await program.end();
  expect(performance.now() - left).toBeLessThan(NOT_A_HANG_MS);
  expect({ code: ended.code, signal: ended.signal }).toEqual({ code, signal: null });
  const stderr = ended.stderr.join('\n');
  if (code === 1) expect(stderr).toContain('nobody catches this');
  else expect(stderr).toBe('');
}
