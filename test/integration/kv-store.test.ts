// One key-value store in several threads of a process, and how long it lives.
import { afterEach, expect, test } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { start } from './programs.js';

/** Far above what it takes (tens of milliseconds), far below for ever. */
const NOT_A_HANG_MS = 5_000;

afterEach(stopPrograms);

test('what one thread sets, all others and every client of a server see', async () => {
  const all = '["here","in Worker one","größer","over the wire"]';
  expect(await start('programs/kv-shared.mjs').output()).toEqual([
    'OK',
    all,
    all,
    all,
    'here',
    'in Worker one',
    'größer',
    'over the wire',
    'true null (nil)',
    '[null,null,null,null] (nil)',
    '15100 0',
  ]);
}, 30_000);

test('a store is held by', async () => {
  const program = start('programs/kv-lifetime.mjs', [], { flags: ['--expose-gc'], deadlineMs: 60_000 });
  expect(await program.output()).toEqual([
    'the thread that has shared it, whether or not it has the object',
    'who has opened it, when the thread that shared it is gone',
    'nobody, when the thread that shared it is gone before anybody came',
    'a server, when all else is gone',
    'nobody, when all that had it are collected: its memory is free again',
    'no lock, when a Worker is ended in the middle of a call',
  ]);
}, 70_000);

test.each([
  ['exit', 7],
  ['throw', 1],
] as const)('a process ends at once while its threads write: %s', async (way, code) => {
  const program = start('programs/kv-leave.mjs', [way]);
  await program.line(/^leaving$/);
  const left = performance.now();
  expect(await program.end()).toMatchObject({ code, signal: null });
  expect(performance.now() - left).toBeLessThan(NOT_A_HANG_MS);
});
