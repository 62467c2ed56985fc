// Programs that a page shows beside each other do the same.
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Program } from '../support/program.js';
import { hasRust, usePrograms } from './programs.js';

/** Told in pieces: a character cut in two, a line in two, and a last line without a newline; then the end of this side. */
async function answersOf(port: number): Promise<string> {
  const client = connect(port, '127.0.0.1').setNoDelay();
  const text = Buffer.from('one\ntwö\nthree');
  client.setEncoding('utf8').write(text.subarray(0, 7)); // up to the middle of the ö
  let [answers] = (await once(client, 'data')) as [string];
  client.end(text.subarray(7));
  for await (const chunk of client) answers += chunk;
  return answers;
}

/** Waits until a server listens, has the conversation with it, and returns its port. */
async function expectConversation(server: Program): Promise<string> {
  const [, port] = await server.line(/^listening on 127\.0\.0\.1:(\d+)$/);
  expect(await answersOf(Number(port))).toBe('ONE\nTWÖ\nTHREE\n');
  return port!;
}

describe('docs/coming-from-node-net.md', () => {
  const { start } = usePrograms('docs/coming-from-node-net.md');

  it.each([
    ['lines-node.ts', ['ask-node.ts']],
    ['lines-blocking.ts', ['ask-blocking.ts']],
    ['lines-serve.ts', []],
    ['lines-async.ts', ['ask-async.ts']],
  ])('%s, and the client beside it', async (name, clients) => {
    const port = await expectConversation(start(name, '127.0.0.1:0'));
    for (const client of clients)
      expect(await start(client, `127.0.0.1:${port}`).output()).toEqual(['HELLO']);
  });
});

describe('docs/coming-from-rust.md', () => {
  const { programs, start, startRust } = usePrograms('docs/coming-from-rust.md');

  it('lines-in-workers.ts', () => expectConversation(start('lines-in-workers.ts', '127.0.0.1:0')));

  it.runIf(hasRust)('lines.rs', () => expectConversation(startRust('lines.rs', '127.0.0.1:0')));

  it.runIf(hasRust).each([
    ['goodbye.rs', 'goodbye.ts'],
    ['refused.rs', 'refused.ts'],
  ])('%s prints what %s does', async (rust, typescript) => {
    const { output } = programs.find(({ name }) => name === typescript)!;
    expect(await startRust(rust).output()).toEqual(output);
  });
});
