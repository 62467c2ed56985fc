// Processes and Workers that end while a UDP server is at work.
import { afterEach, describe, expect, test } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { expectToLeave } from './leaving.js';
import { start } from './programs.js';

afterEach(stopPrograms);

const KINDS = ['native', 'function'] as const;

describe.each(KINDS)('the process ends with a UDP server at work whose handler is of the kind %s', (kind) => {
  test.each([
    ['exit', 7],
    ['end', 0],
    ['close', 0],
    ['shutdown', 0],
    ['throw', 1],
  ] as const)('%s', async (way, code) => {
    const program = start('programs/udp-leave.mjs', [way, kind]);
    await expectToLeave(program, code);
  });
});

test('an open UDP server keeps the process alive, and SIGTERM ends it as any other', async () => {
  const program = start('programs/udp-stats.mjs');
  await program.line(/ port \d+$/);
  program.write('?\n');
  await program.line(/^\{.*\}$/); // a turn of its event loop later it is still there
  program.signal('SIGTERM');
  expect(await program.end()).toMatchObject({ code: null, signal: 'SIGTERM', stderr: [] });
});

test.each(KINDS)(
  'a Worker that serves UDP can end in every way, and leaves nothing behind: %s',
  async (kind) => {
    const program = start('programs/udp-worker.mjs', ['20', kind], { deadlineMs: 40_000 });
    const [{ before, after }] = (await program.output()).map((line) => JSON.parse(line));
    expect(after).toEqual(before);
  },
  50_000,
);
