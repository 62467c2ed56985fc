import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { linesOf, withEnd, withoutEnd } from '../../../lib/cli/connect/lines.js';

async function cut(...chunks: string[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(Readable.from(chunks.map((chunk) => Buffer.from(chunk)))))
    lines.push(String(line));
  return lines;
}

it.each([
  [[], []],
  [['one\ntwo\n'], ['one\n', 'two\n']],
  [
    ['on', 'e', '\nt', 'wo'],
    ['one\n', 'two\n'],
  ],
  [
    ['\n', '\n\n'],
    ['\n', '\n', '\n'],
  ],
  [['one\r\n'], ['one\r\n']],
])('%j is cut into %j', async (chunks, lines) => expect(await cut(...chunks)).toEqual(lines));

it.each([
  ['one\n', 'one'],
  ['one\r\n', 'one'],
  ['\n', ''],
  ['\r\r\n', '\r'],
])('%j without its end', (line, text) => expect(String(withoutEnd(Buffer.from(line)))).toBe(text));

it.each([
  ['', '\n'],
  ['one', 'one\n'],
  ['one\n', 'one\n'],
])('%j with an end', (text, line) => expect(String(withEnd(Buffer.from(text)))).toBe(line));
