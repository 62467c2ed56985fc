// Signals against blocked calls: with a JS listener, without one, in the main thread and in a Worker.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callNames } from '../support/blocked-calls.mjs';
import { stopPrograms } from '../support/program.js';
import { slowLookup } from '../support/slow-lookup.mjs';
import { start } from './programs.js';

/** What an error names: the call that was interrupted, not how it waited. */
const SYSCALLS = 'accept|connect|getaddrinfo|recv|recvfrom|recvmsg|recvmmsg|send|sendmsg|sendto|sendmmsg';

let lookup: ReturnType<typeof slowLookup>;
beforeAll(() => {
  lookup = slowLookup();
});
afterAll(() => lookup.remove());
afterEach(stopPrograms);

describe('with a listener, the main thread', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('is interrupted by %s in every call', async (signal) => {
    const program = start('programs/interrupted.mjs', [signal, ...callNames], { env: lookup.env });
    for (const call of callNames) {
      // The signal may come before or after the call has really begun: both must end it.
      await program.line(new RegExp(`^blocking ${call}$`));
      program.signal(signal);
      const [end] = await program.line(/^(caught|returned) .*/);
      // close() never throws: the rest of it is done by another thread.
      if (call === 'close') expect(end).toBe('returned close');
      else expect(end).toMatch(new RegExp(`^caught ${call} IoError Interrupted EINTR (${SYSCALLS})$`));
      await program.line(new RegExp(`^heard ${call}$`));
    }
    await program.output();
  });

  test('runs the listener also when it has nothing else to do', async () => {
    const program = start('programs/interrupted-last.mjs');
    await program.line(/^blocking$/);
    program.signal('SIGINT');
    expect(await program.output()).toEqual(['blocking', 'caught Interrupted', 'heard']);
  });

  test('loses nothing of a line or an exact read', async () => {
    const program = start('programs/mid-line.mjs');
    for (const call of ['readLine', 'readExact', 'lines']) {
      await program.line(new RegExp(`^blocking ${call}$`));
      program.signal('SIGINT');
      expect((await program.line(/^(caught|returned) .*/))[0]).toBe(`caught ${call} Interrupted`);
    }
    const lines = await program.output();
    expect(lines.filter((line) => /^(line|exact|lines) /.test(line))).toEqual([
      'line half and half',
      'exact exact',
      'lines last',
    ]);
  });
});

describe('without a listener, the default action ends the process', () => {
  const cases = [
    ...['read', 'accept', 'connect', 'lookup'].map((call) => ['SIGINT', 'main', call] as const),
    ['SIGTERM', 'main', 'read'],
    ['SIGINT', 'worker', 'read'],
    ['SIGTERM', 'worker', 'recvFrom'],
  ] as const;
  test.each(cases)('%s, %s thread in %s', async (signal, where, call) => {
    const program = start('programs/default-signal.mjs', [where, call], { env: lookup.env });
    await program.line(/^blocking$/);
    program.signal(signal);
    expect(await program.end()).toMatchObject({ code: null, signal, stderr: [] });
  });
});

test('a Worker in a call is left alone by a signal that the main thread hears', async () => {
  const program = start('programs/worker-signal.mjs');
  await program.line(/^blocking$/);
  for (const heard of [1, 2, 3]) {
    program.signal('SIGINT');
    await program.line(new RegExp(`^heard ${heard}$`));
  }
  expect((await program.output()).at(-1)).toBe('read 1 42');
});

test('signals do not make a timeout longer', async () => {
  const program = start('programs/signal-timeouts.mjs', [], { deadlineMs: 28_000 });
  const thread = Number((await program.line(/^thread (\d+)$/))[1]);
  // To that thread, until the program is over: a call that began its time anew each time would never end.
  const kicks = setInterval(() => {
    try {
      process.kill(thread, 'SIGUSR2');
    } catch {
      clearInterval(kicks); // ESRCH: the thread is done
    }
  }, 20);
  const lines = await program.output();
  clearInterval(kicks);
  const results = lines.slice(1).map((line) => JSON.parse(line));
  expect(results.map(({ name, end }) => [name, end])).toEqual([
    ['read', 'WouldBlock'],
    ['readExact', 'WouldBlock'],
    ['recvFrom', 'WouldBlock'],
    ['write', 'WouldBlock'],
    ['connectTimeout', 'TimedOut'],
  ]);
  for (const { name, ms } of results) {
    expect(ms, name).toBeGreaterThan(650);
    expect(ms, name).toBeLessThan(5_000);
  }
});

// As a REPL does at Ctrl-C, and `timeout` of node:vm: the code is broken off, the thread lives on.
test.each(['timeout', 'sigint'])(
  'code that is broken off in a call (%s) leaves a thread whose calls work',
  async (how) => {
    const program = start('programs/vm-break.mjs', [how]);
    await program.line(/^blocking$/);
    if (how === 'sigint') program.signal('SIGINT');
    expect((await program.output()).slice(1)).toEqual([
      `broken off: ERR_SCRIPT_EXECUTION_${how === 'sigint' ? 'INTERRUPTED' : 'TIMEOUT'}`,
      'threw WouldBlock',
      'read 1',
      'threw InvalidInput',
    ]);
  },
);
