// The asynchronous API and its process: what keeps it alive, what is collected, and running out of descriptors.
import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { Program, stopPrograms } from '../support/program.js';
import { lastLineOf, start } from './programs.js';

afterEach(stopPrograms);

const run = (...args: string[]) => start('programs/async-lifetime.mjs', args).output();

test('open sockets keep no process alive', async () => {
  expect(await run('idle')).toEqual(['over']);
});

test('calls that wait do, until they are over', async () => {
  expect(await run('waiting')).toEqual(['read: given up', 'accept: given up', 'readLine: answer', 'over']);
});

test('what counts as written leaves before the process ends', async () => {
  const server = net.createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'connection');
  const { port } = server.address() as net.AddressInfo;
  const program = start('programs/async-lifetime.mjs', ['owed', `127.0.0.1:${port}`]);
  const [socket] = (await connected) as [net.Socket];
  const [written] = await program.line(/^\d+$/);
  let came = 0;
  for await (const chunk of socket) came += (chunk as Buffer).length;
  expect(came).toBe(Number(written));
  expect(await program.end()).toMatchObject({ code: 0 });
  server.close();
});

test('a task that never has to wait lets timers run', async () => {
  expect(await run('busy')).toEqual(['timers ran']);
});

test('the garbage collector closes what nobody holds or waits for', async () => {
  const { opened, left, read } = await lastLineOf('programs/async-collected.mjs', [], {
    flags: ['--expose-gc'],
  });
  expect(opened).toBeGreaterThan(30);
  expect([left, read]).toEqual([0, 1]);
});

test('Workers that are ended in the middle of calls leave nothing behind', async () => {
  const { most, left, prompt } = await lastLineOf('programs/async-worker.mjs', []);
  expect(most).toBeGreaterThan(4);
  expect([left, prompt]).toEqual([0, true]);
});

test('without descriptors left calls are refused, and served again when there are some', async () => {
  const path = fileURLToPath(new URL('programs/async-starved.mjs', import.meta.url));
  const limited = ['-c', 'ulimit -n 256 && exec "$0" "$@"', process.execPath, path];
  const program = new Program('sh', limited, 20_000);
  expect(await program.output()).toEqual([
    'accept: EMFILE',
    'read: EMFILE',
    'recv: EMFILE',
    'connect: EMFILE',
    'asked until accepted',
    'again: accepted, read 1, received 1',
  ]);
});
