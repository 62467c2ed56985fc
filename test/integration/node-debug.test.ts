// NODE_DEBUG=stdnet: what an operator reads on stderr.
import { afterEach, expect, test } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { start } from './programs.js';

afterEach(stopPrograms);

test("NODE_DEBUG=stdnet tells of a server's life on stderr", async () => {
  const program = start('programs/server-debug.mjs', [], { env: { NODE_DEBUG: 'stdnet' } });
  const { code, stdout, stderr } = await program.end();
  const [server, first, second] = JSON.parse(stdout[0] ?? '[]');
  const lines = stderr.map((line) => line.replace(/^STDNET \d+: /, '').replace(/[\d.]+ ms/, 'T ms'));
  expect(lines).toEqual([
    `server ${server}: listening`,
    `server ${server}: connection 1 from ${first}`,
    `server ${server}: drop ${second}: max-connections`,
    `server ${server}: disconnect 1 from ${first}: 5 bytes in, 5 bytes out, T ms, ECONNRESET: Connection reset by peer (os error 104)`,
    `server ${server}: close`,
  ]);
  expect(code).toBe(0);
});

test('nothing is told without it', async () => {
  const { code, stderr } = await start('programs/server-debug.mjs', [], {
    env: { NODE_DEBUG: 'net,http' },
  }).end();
  expect({ code, ours: stderr.filter((line) => line.startsWith('STDNET')) }).toEqual({ code: 0, ours: [] });
});

test('a peer that a handler quotes writes no line of the log, and nothing to the terminal', async () => {
  const { stderr } = await start('programs/server-debug-quoting.mjs', [], {
    env: { NODE_DEBUG: 'stdnet' },
  }).end();
  const told = stderr.filter((line) => line.includes(': disconnect '));
  expect(told).toEqual([
    expect.stringContaining('ERR_HANDLER_THREW: Error: no \\x1b[2J\\nSTDNET 1: server closed'),
  ]);
});
