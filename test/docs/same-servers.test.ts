// Programs that a page shows beside each other do the same.
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { usePrograms } from './programs.js';

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

describe('docs/coming-from-node-net.md', () => {
  const { start } = usePrograms('docs/coming-from-node-net.md');

  it.each([
    ['lines-node.ts', ['ask-node.ts']],
    ['lines-blocking.ts', ['ask-blocking.ts']],
    ['lines-serve.ts', []],
    ['lines-async.ts', ['ask-async.ts']],
  ])('%s, and the client beside it', async (name, clients) => {
    const server = start(name, '127.0.0.1:0');
    const [, port] = await server.line(/^listening on 127\.0\.0\.1:(\d+)$/);
    expect(await answersOf(Number(port))).toBe('ONE\nTWÖ\nTHREE\n');
    for (const client of clients)
      expect(await start(client, `127.0.0.1:${port}`).output()).toEqual(['HELLO']);
  });
});
