// Ports of the BufReader tests in Rust's library/std/src/io/{buffered/tests,tests}.rs; same names. Seeking, size hints and
// BorrowedBuf have no counterpart.
import { expect } from 'vitest';
import type { BufReader } from '../../../lib/async/index.js';
import type { Bytes, Read } from '../../../lib/index.js';
import { errorSoon } from '../../support/errors.js';
import { PartsReader } from '../../support/memory-io.js';
import { type Api, eachApi, listOf } from '../each-api.js';

function over(api: Api, inner: Read, capacity?: number): BufReader {
  return new api.BufReader(api.over(inner), capacity);
}

const FIVE_TO_FOUR = Uint8Array.of(5, 6, 7, 0, 1, 2, 3, 4);

eachApi('test_buffered_reader', async (api) => {
  const reader = over(api, new PartsReader(FIVE_TO_FOUR), 2);
  const read = async (size: number): Promise<[n: number, buf: number[], left: number[]]> => {
    const buf = new Uint8Array(size);
    const n = await reader.read(buf);
    return [n, [...buf], [...reader.buffer()]];
  };
  expect(await read(3)).toEqual([3, [5, 6, 7], []]); // past the buffer: as large as it, and it is empty
  expect(await read(2)).toEqual([2, [0, 1], []]);
  expect(await read(1)).toEqual([1, [2], [3]]);
  expect(await read(3)).toEqual([1, [3, 0, 0], []]); // what is buffered, and no second read
  expect(await read(3)).toEqual([1, [4, 0, 0], []]);
  expect((await read(3))[0]).toBe(0);
});

eachApi('test_buffered_reader_invalidated_after_read', async (api) => {
  const reader = over(api, new PartsReader(FIVE_TO_FOUR), 3);
  expect([...(await reader.fillBuf())]).toEqual([5, 6, 7]);
  reader.consume(3);
  const buf = new Uint8Array(5);
  expect(await reader.read(buf)).toBe(5);
  expect([...buf]).toEqual([0, 1, 2, 3, 4]);
  expect(reader.buffer().length).toBe(0);
});

eachApi('test_read_until', async (api) => {
  const reader = over(api, new PartsReader(Uint8Array.of(0, 1, 2, 1, 0)), 2);
  const until = async (byte: number): Promise<number[]> => [...(await reader.readUntil(byte))];
  expect(await until(0)).toEqual([0]);
  expect(await until(2)).toEqual([1, 2]);
  expect(await until(1)).toEqual([1]);
  expect(await until(8)).toEqual([0]);
  expect(await until(9)).toEqual([]);
});

eachApi('read_until', async (api) => {
  const short = over(api, new PartsReader('12'));
  expect((await short.readUntil(0x33)).toString()).toBe('12');
  const reader = over(api, new PartsReader('1233'));
  expect((await reader.readUntil(0x33)).toString()).toBe('123');
  expect((await reader.readUntil(0x33)).toString()).toBe('3');
  expect((await reader.readUntil(0x33)).toString()).toBe('');
});

/** Line by line, to the null at the end. */
async function linesOf(reader: BufReader): Promise<(string | null)[]> {
  const lines = [];
  do lines.push(await reader.readLine());
  while (lines.at(-1) !== null);
  return lines;
}

eachApi('test_read_line', async (api) => {
  const reader = over(api, new PartsReader('a\nb\nc'), 2);
  expect(await linesOf(reader)).toEqual(['a\n', 'b\n', 'c', null]);
});

eachApi('read_line', async (api) => {
  const short = over(api, new PartsReader('12'));
  expect(await short.readLine()).toBe('12');
  const reader = over(api, new PartsReader('12\n\n'));
  expect(await linesOf(reader)).toEqual(['12\n', '\n', null]);
});

eachApi('test_lines', async (api) => {
  const lines = over(api, new PartsReader('a\nb\nc'), 2).lines();
  expect(await listOf(lines)).toEqual(['a', 'b', 'c']);
  expect((await lines.next()).done).toBe(true);
});

eachApi('lines', async (api) => {
  expect(await listOf(over(api, new PartsReader('12\r')).lines())).toEqual(['12\r']);
  expect(await listOf(over(api, new PartsReader('12\r\n\n')).lines())).toEqual(['12', '']);
});

eachApi('split', async (api) => {
  const split = async (text: string): Promise<string[]> =>
    (await listOf(over(api, new PartsReader(text)).split(0x33))).map((part) => part.toString());
  expect(await split('12')).toEqual(['12']);
  expect(await split('1233')).toEqual(['12', '']);
});

eachApi('chain_splitted_char', async (api) => {
  const parts = (): PartsReader => new PartsReader(Uint8Array.of(0xc3), Uint8Array.of(0xa9, 0x0a));
  expect(await over(api, parts()).readToString()).toBe('é\n');
  expect(await over(api, parts()).readLine()).toBe('é\n');
  expect(await listOf(over(api, parts(), 1).lines())).toEqual(['é']);
});

eachApi('chain_bufread', async (api) => {
  const text = 'ABCDEFGHIJKL';
  const one = over(api, new PartsReader('ABC', 'DEF', 'GHI', 'JKL'));
  const two = over(api, new PartsReader('ABCD', 'EFGH', 'IJKL'));
  let together = '';
  for (;;) {
    const n = Math.min((await one.fillBuf()).length, (await two.fillBuf()).length);
    expect(one.buffer().subarray(0, n).equals(two.buffer().subarray(0, n))).toBe(true);
    if (n === 0) break;
    together += one.buffer().subarray(0, n).toString();
    one.consume(n);
    two.consume(n);
  }
  expect(together).toBe(text);
});

eachApi('test_short_reads', async (api) => {
  const lengths = [0, 1, 2, 0, 1, 0];
  const reader = over(api, { read: () => lengths.shift() ?? 0 });
  const buf = new Uint8Array(2);
  // The end of a stream is not remembered: each read asks again.
  for (const n of [0, 1, 2, 0, 1, 0, 0]) expect(await reader.read(buf)).toBe(n);
});

eachApi('read_buf_broken_read', async (api) => {
  const reader = over(api, { read: (buf: Bytes) => buf.byteLength + 1 });
  await expect((async () => reader.fillBuf())()).rejects.toThrow();
});

eachApi('read_buf_full_read', async (api) => {
  const reader = over(api, { read: (buf: Bytes) => buf.byteLength });
  expect((await reader.fillBuf()).length).toBe(8192);
  expect(reader.capacity()).toBe(8192);
});

eachApi('read_exact', async (api) => {
  const buf = Buffer.alloc(4);
  const empty = over(api, new PartsReader());
  expect((await errorSoon(() => empty.readExact(buf))).kind).toBe('UnexpectedEof');

  const reader = over(api, new PartsReader('123', '456789'));
  await reader.readExact(buf);
  expect(buf.toString()).toBe('1234');
  await reader.readExact(buf);
  expect(buf.toString()).toBe('5678');
  expect((await errorSoon(() => reader.readExact(buf))).message).toBe('failed to fill whole buffer');
});

eachApi('slice_read_exact_eof', async (api) => {
  // A failing readExact has taken what there was.
  const reader = over(api, new PartsReader('123456'));
  expect((await errorSoon(() => reader.readExact(new Uint8Array(10)))).transferred).toBe(6);
  expect((await reader.readToEnd()).length).toBe(0);
});

eachApi('read_to_end', async (api) => {
  expect((await over(api, new PartsReader()).readToEnd()).length).toBe(0);
  expect((await over(api, new PartsReader('1')).readToEnd()).toString()).toBe('1');
  const data = Uint8Array.from({ length: 1024 * 1024 }, (_, i) => i / 3);
  const half = data.length / 2;
  const reader = over(api, new PartsReader(data.subarray(0, half), data.subarray(half)));
  expect((await reader.readToEnd()).equals(data)).toBe(true);
});

eachApi('read_to_string', async (api) => {
  expect(await over(api, new PartsReader()).readToString()).toBe('');
  expect(await over(api, new PartsReader('1')).readToString()).toBe('1');
  const bad = over(api, new PartsReader(Uint8Array.of(0xff)));
  expect((await errorSoon(() => bad.readToString())).kind).toBe('InvalidData');
});

eachApi('read_to_end_error', async (api) => {
  // The reader's own error, with what had come before it.
  const failing = {
    parts: new PartsReader(Uint8Array.of(4, 5, 6)),
    read(buf: Bytes): number {
      const n = this.parts.read(buf);
      if (n === 0) throw new Error('from the reader');
      return n;
    },
  };
  const reader = over(api, failing);
  let caught: unknown;
  try {
    await reader.readToEnd();
  } catch (error) {
    caught = error;
  }
  expect(String((caught as Error).message)).toContain('from the reader');
});

eachApi('chain_zero_length_read_is_not_eof', async (api) => {
  const reader = over(api, new PartsReader('A', 'B'));
  expect(await reader.read(new Uint8Array(0))).toBe(0);
  expect(await reader.readToString()).toBe('AB');
});
