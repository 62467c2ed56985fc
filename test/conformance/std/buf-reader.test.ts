// Ports of the BufReader tests in Rust's library/std/src/io/{buffered/tests,tests}.rs; same names. Seeking, size hints and
// BorrowedBuf have no counterpart.
import { expect, test } from 'vitest';
import { BufReader, type Bytes } from '../../../lib/index.js';
import { errorOf } from '../../support/errors.js';
import { PartsReader } from '../../support/memory-io.js';

const FIVE_TO_FOUR = Uint8Array.of(5, 6, 7, 0, 1, 2, 3, 4);

test('test_buffered_reader', () => {
  const reader = new BufReader(new PartsReader(FIVE_TO_FOUR), 2);
  const read = (size: number): [n: number, buf: number[], left: number[]] => {
    const buf = new Uint8Array(size);
    const n = reader.read(buf);
    return [n, [...buf], [...reader.buffer()]];
  };
  expect(read(3)).toEqual([3, [5, 6, 7], []]); // past the buffer: as large as it, and it is empty
  expect(read(2)).toEqual([2, [0, 1], []]);
  expect(read(1)).toEqual([1, [2], [3]]);
  expect(read(3)).toEqual([1, [3, 0, 0], []]); // what is buffered, and no second read
  expect(read(3)).toEqual([1, [4, 0, 0], []]);
  expect(read(3)[0]).toBe(0);
});

test('test_buffered_reader_invalidated_after_read', () => {
  const reader = new BufReader(new PartsReader(FIVE_TO_FOUR), 3);
  expect([...reader.fillBuf()]).toEqual([5, 6, 7]);
  reader.consume(3);
  const buf = new Uint8Array(5);
  expect(reader.read(buf)).toBe(5);
  expect([...buf]).toEqual([0, 1, 2, 3, 4]);
  expect(reader.buffer().length).toBe(0);
});

test('test_read_until', () => {
  const reader = new BufReader(new PartsReader(Uint8Array.of(0, 1, 2, 1, 0)), 2);
  const until = (byte: number): number[] => [...reader.readUntil(byte)];
  expect(until(0)).toEqual([0]);
  expect(until(2)).toEqual([1, 2]);
  expect(until(1)).toEqual([1]);
  expect(until(8)).toEqual([0]);
  expect(until(9)).toEqual([]);
});

test('read_until', () => {
  const short = new BufReader(new PartsReader('12'));
  expect(short.readUntil(0x33).toString()).toBe('12');
  const reader = new BufReader(new PartsReader('1233'));
  expect(reader.readUntil(0x33).toString()).toBe('123');
  expect(reader.readUntil(0x33).toString()).toBe('3');
  expect(reader.readUntil(0x33).toString()).toBe('');
});

test('test_read_line', () => {
  const reader = new BufReader(new PartsReader('a\nb\nc'), 2);
  expect([1, 2, 3, 4].map(() => reader.readLine())).toEqual(['a\n', 'b\n', 'c', null]);
});

test('read_line', () => {
  const short = new BufReader(new PartsReader('12'));
  expect(short.readLine()).toBe('12');
  const reader = new BufReader(new PartsReader('12\n\n'));
  expect([1, 2, 3].map(() => reader.readLine())).toEqual(['12\n', '\n', null]);
});

test('test_lines', () => {
  const lines = new BufReader(new PartsReader('a\nb\nc'), 2).lines();
  expect([...lines]).toEqual(['a', 'b', 'c']);
  expect(lines.next().done).toBe(true);
});

test('lines', () => {
  expect([...new BufReader(new PartsReader('12\r')).lines()]).toEqual(['12\r']);
  expect([...new BufReader(new PartsReader('12\r\n\n')).lines()]).toEqual(['12', '']);
});

test('split', () => {
  const split = (text: string): string[] =>
    [...new BufReader(new PartsReader(text)).split(0x33)].map((part) => part.toString());
  expect(split('12')).toEqual(['12']);
  expect(split('1233')).toEqual(['12', '']);
});

test('chain_splitted_char', () => {
  const parts = (): PartsReader => new PartsReader(Uint8Array.of(0xc3), Uint8Array.of(0xa9, 0x0a));
  expect(new BufReader(parts()).readToString()).toBe('é\n');
  expect(new BufReader(parts()).readLine()).toBe('é\n');
  expect([...new BufReader(parts(), 1).lines()]).toEqual(['é']);
});

test('chain_bufread', () => {
  const text = 'ABCDEFGHIJKL';
  const one = new BufReader(new PartsReader('ABC', 'DEF', 'GHI', 'JKL'));
  const two = new BufReader(new PartsReader('ABCD', 'EFGH', 'IJKL'));
  let together = '';
  for (;;) {
    const n = Math.min(one.fillBuf().length, two.fillBuf().length);
    expect(one.buffer().subarray(0, n).equals(two.buffer().subarray(0, n))).toBe(true);
    if (n === 0) break;
    together += one.buffer().subarray(0, n).toString();
    one.consume(n);
    two.consume(n);
  }
  expect(together).toBe(text);
});

test('test_short_reads', () => {
  const lengths = [0, 1, 2, 0, 1, 0];
  const reader = new BufReader({ read: () => lengths.shift() ?? 0 });
  const buf = new Uint8Array(2);
  // The end of a stream is not remembered: each read asks again.
  expect([1, 2, 3, 4, 5, 6, 7].map(() => reader.read(buf))).toEqual([0, 1, 2, 0, 1, 0, 0]);
});

test('read_buf_broken_read', () => {
  const reader = new BufReader({ read: (buf: Bytes) => buf.byteLength + 1 });
  expect(() => reader.fillBuf()).toThrow();
});

test('read_buf_full_read', () => {
  const reader = new BufReader({ read: (buf: Bytes) => buf.byteLength });
  expect(reader.fillBuf().length).toBe(8192);
  expect(reader.capacity()).toBe(8192);
});

test('read_exact', () => {
  const buf = Buffer.alloc(4);
  const empty = new BufReader(new PartsReader());
  expect(errorOf(() => empty.readExact(buf)).kind).toBe('UnexpectedEof');

  const reader = new BufReader(new PartsReader('123', '456789'));
  reader.readExact(buf);
  expect(buf.toString()).toBe('1234');
  reader.readExact(buf);
  expect(buf.toString()).toBe('5678');
  expect(errorOf(() => reader.readExact(buf)).message).toBe('failed to fill whole buffer');
});

test('slice_read_exact_eof', () => {
  // A failing readExact has taken what there was.
  const reader = new BufReader(new PartsReader('123456'));
  expect(errorOf(() => reader.readExact(new Uint8Array(10))).transferred).toBe(6);
  expect(reader.readToEnd().length).toBe(0);
});

test('read_to_end', () => {
  expect(new BufReader(new PartsReader()).readToEnd().length).toBe(0);
  expect(new BufReader(new PartsReader('1')).readToEnd().toString()).toBe('1');
  const data = Uint8Array.from({ length: 1024 * 1024 }, (_, i) => i / 3);
  const half = data.length / 2;
  const reader = new BufReader(new PartsReader(data.subarray(0, half), data.subarray(half)));
  expect(reader.readToEnd().equals(data)).toBe(true);
});

test('read_to_string', () => {
  expect(new BufReader(new PartsReader()).readToString()).toBe('');
  expect(new BufReader(new PartsReader('1')).readToString()).toBe('1');
  const bad = new BufReader(new PartsReader(Uint8Array.of(0xff)));
  expect(errorOf(() => bad.readToString()).kind).toBe('InvalidData');
});

test('read_to_end_error', () => {
  // The reader's own error, with what had come before it.
  const failing = {
    parts: new PartsReader(Uint8Array.of(4, 5, 6)),
    read(buf: Bytes): number {
      const n = this.parts.read(buf);
      if (n === 0) throw new Error('from the reader');
      return n;
    },
  };
  const reader = new BufReader(failing);
  let caught: unknown;
  try {
    reader.readToEnd();
  } catch (error) {
    caught = error;
  }
  expect(String((caught as Error).message)).toContain('from the reader');
});

test('chain_zero_length_read_is_not_eof', () => {
  const reader = new BufReader(new PartsReader('A', 'B'));
  expect(reader.read(new Uint8Array(0))).toBe(0);
  expect(reader.readToString()).toBe('AB');
});
