// Processes and Workers that end while a server with handlers in Workers is at work.
import { afterEach, describe, expect, test } from 'vitest';
import { Program, stopPrograms } from '../support/program.js';
import { expectToLeave } from './leaving.js';
import { lastLineOf, start } from './programs.js';

afterEach(stopPrograms);

const HANDLERS = ['worker-handler.mjs', 'parked-handler.mjs'];

describe.each(HANDLERS)('the process ends while Workers are blocked in every call: %s', (handler) => {
  test.each([
    ['exit', 7],
    ['end', 0],
    ['close', 0],
    ['throw', 1],
  ] as const)('%s', async (way, code) => {
    await expectToLeave(start('programs/workers-leave.mjs', [way, handler]), code);
  });
});

describe('a server with Workers that nothing else keeps the process alive for', () => {
  test.each([
    ['unref', []],
    ['ref', ['close']],
    ['shutdown', ['close', 'over']],
  ])('%s', async (how, lines) => {
    expect(await start('programs/workers-unref.mjs', [how]).output()).toEqual(lines);
  });
});

test.each(HANDLERS)(
  'a Worker that serves in Workers of its own can end in every way, and leaves nothing behind: %s',
  async (handler) => {
    const { before, after } = await lastLineOf('programs/workers-worker.mjs', ['8', handler], {
      deadlineMs: 25_000,
    });
    expect(after).toEqual(before);
  },
);

test('a program that is no file, but text, can have Workers too', async () => {
  const handler = 'data:text/javascript,export default (stream) => stream.writeAll("hello")';
  const text = `
    import { inWorkers, serve, TcpStream } from 'stdnet';
    const server = serve('127.0.0.1:0', inWorkers('${handler}', { threads: 1 }));
    console.log(TcpStream.connect(server.localAddr()).readToString());
    server.close();`;
  const program = new Program(process.execPath, ['--input-type=module', '-e', text], 20_000);
  expect(await program.output()).toEqual(['hello']);
});
