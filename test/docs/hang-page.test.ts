// docs/debugging-a-hang.md: its programs stand still where it says, and threads have the names that it tells.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { start as startIntegration } from '../integration/programs.js';
import { below, textOf } from '../repo/tree.js';
import { usePrograms } from './programs.js';

const PAGE = 'docs/debugging-a-hang.md';
const { start } = usePrograms(PAGE);

describe('the programs', () => {
  it('silent.mjs waits for an answer, and tells where when it is asked', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const program = start('silent.mjs', `127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [peer] = await once(server, 'connection');
    await once(peer, 'data');
    program.signal('SIGUSR2');
    const { code, stderr } = await program.end();
    peer.on('error', () => {}).destroy(); // the program has left without a goodbye
    server.close();
    expect(code).toBe(1);
    const line = textOf(PAGE).match(/silent\.mjs:(\d+):\d+\)/)![1];
    expect(stderr).toContainEqual('IoError: Interrupted system call (os error 4)');
    expect(stderr).toContainEqual(expect.stringMatching(new RegExp(`at ask .*silent\\.mjs:${line}:`)));
  });

  it('waiting.mjs ends when somebody comes', async () => {
    const program = start('waiting.mjs', '127.0.0.1:0');
    const [, port] = await program.line(/^listening on 127\.0\.0\.1:(\d+)$/);
    const client = connect(Number(port), '127.0.0.1').resume();
    expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
    client.destroy();
  });

  it('draining.mjs ends when the last connection has', async () => {
    const program = start('draining.mjs', '127.0.0.1:0');
    const [, port] = await program.line(/^listening on 127\.0\.0\.1:(\d+)$/);
    const client = connect(Number(port), '127.0.0.1');
    client.write('hello');
    await once(client, 'data');
    program.signal('SIGTERM');
    await program.line(/^draining$/);
    program.signal('SIGUSR2');
    await program.line(/^ {2}active: 1,$/);
    client.end();
    await program.line(/^ended$/);
    expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
  });
});

describe('the names of threads', () => {
  const told = [...textOf(PAGE).matchAll(/^\| `(stdnet-\w+)` \|/gm)].map(([, name]) => name!).sort();

  it('are all those that the source gives', () => {
    const given = below('native', '.cpp', '.h').flatMap((path) => [
      ...textOf(path).matchAll(/"(stdnet-\w+)"/g),
    ]);
    expect(told).toEqual([...new Set(given.map(([, name]) => name!))].sort());
  });

  it('are those of a program that has a server of each kind', async () => {
    // These two last no longer than the resolver, or a peer, needs.
    const lasting = told.filter((name) => !['stdnet-lookup', 'stdnet-close'].includes(name));
    const program = startIntegration('programs/thread-names.mjs', [String(lasting.length)]);
    expect(JSON.parse((await program.output()).at(-1)!)).toEqual(lasting);
  });
});
