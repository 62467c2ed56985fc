// Processes and Workers that end while a server is at work.
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { MODES } from '../support/modes.js';
import { stopPrograms } from '../support/program.js';
import { expectToLeave } from './leaving.js';
import { start } from './programs.js';

afterEach(stopPrograms);

describe.each(MODES)('the process ends with a server at work, threads: %j', (threads) => {
  test.each([
    ['exit', 7],
    ['end', 0],
    ['close', 0],
    ['throw', 1],
  ] as const)('%s', async (way, code) => {
    const program = start('programs/server-leave.mjs', [way, JSON.stringify(threads)]);
    await expectToLeave(program, code);
  });
});

describe.each(MODES)('a server that nothing else keeps the process alive for, threads: %j', (threads) => {
  test.each([
    ['unref', []],
    ['ref', ['close']],
    ['shutdown', ['close', 'over']],
  ])('%s', async (how, lines) => {
    expect(await start('programs/server-unref.mjs', [how, JSON.stringify(threads)]).output()).toEqual(lines);
  });
});

describe.each(MODES)('SIGTERM, threads: %j', (threads) => {
  async function served(how: string) {
    const program = start('programs/server-signal.mjs', [how, JSON.stringify(threads)]);
    const [port] = await program.line(/^\d+$/);
    const client = net.connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    client.on('error', () => {});
    client.write('x');
    await once(client, 'data');
    return { program, client, port: Number(port) };
  }

  test('with a listener that shuts down: who is there is served to the end, nobody else', async () => {
    const { program, client, port } = await served('drain');
    program.signal('SIGTERM');
    await program.line(/^draining$/);
    const [refused] = await once(net.connect({ port, host: '127.0.0.1' }), 'error');
    expect(refused.code).toBe('ECONNREFUSED');
    client.end('y');
    expect(String((await once(client, 'data'))[0])).toBe('y');
    await once(client, 'end');
    const [, stats] = await program.line(/^over: (.*)$/);
    expect(JSON.parse(stats!)).toMatchObject({ accepted: 1, ended: 1, active: 0, threads: 0 });
    expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
  });

  test('without a listener: the process ends as any other', async () => {
    const { program, client } = await served('default');
    program.signal('SIGTERM');
    expect(await program.end()).toMatchObject({ code: null, signal: 'SIGTERM', stderr: [] });
    client.destroy();
  });
});

test.each(MODES)(
  'a Worker that serves can end in every way, and leaves nothing behind: %j',
  async (threads) => {
    const args = ['16', JSON.stringify(threads)];
    const program = start('programs/server-worker.mjs', args, { deadlineMs: 40_000 });
    const [{ before, after }] = (await program.output()).map((line) => JSON.parse(line));
    expect(after).toEqual(before);
  },
  50_000,
);
