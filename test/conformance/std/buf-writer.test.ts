// Ports of the BufWriter and copy tests in Rust's library/std/src/io/{buffered,copy,util}/tests.rs; same names. Seeking has no
// counterpart, nor has the panic in a drop: a failing flush at the end of a `using` block is thrown.
import { expect, test } from 'vitest';
import { BufReader, BufWriter, type Bytes, copy } from '../../../lib/index.js';
import { PartsReader, VecWriter, WriteRecorder } from '../../support/memory-io.js';

test('test_buffered_writer', () => {
  const inner = new VecWriter();
  const writer = new BufWriter(inner, 2);
  const write = (...data: number[]): [buffered: number[], written: number[]] => {
    expect(writer.write(Uint8Array.from(data))).toBe(data.length);
    return [[...writer.buffer()], inner.written];
  };
  const flush = (): [buffered: number[], written: number[]] => {
    writer.flush();
    return [[...writer.buffer()], inner.written];
  };
  expect(write(0, 1)).toEqual([[], [0, 1]]); // as large as the buffer: past it
  expect(write(2)).toEqual([[2], [0, 1]]);
  expect(write(3)).toEqual([
    [2, 3],
    [0, 1],
  ]); // an exact fill stays
  expect(flush()).toEqual([[], [0, 1, 2, 3]]);
  expect(write(4)).toEqual([[4], [0, 1, 2, 3]]);
  expect(write(5)).toEqual([
    [4, 5],
    [0, 1, 2, 3],
  ]);
  expect(write(6)).toEqual([[6], [0, 1, 2, 3, 4, 5]]);
  expect(write(7, 8)).toEqual([[], [0, 1, 2, 3, 4, 5, 6, 7, 8]]);
  expect(write(9, 10, 11)).toEqual([[], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]);
  expect(flush()).toEqual([[], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]);
});

test('test_buffered_writer_inner_flushes', () => {
  const inner = new VecWriter();
  const writer = new BufWriter(inner, 3);
  writer.write(Uint8Array.of(0, 1));
  expect(inner.written).toEqual([]);
  expect(writer.intoInner()).toBe(inner);
  expect(inner.written).toEqual([0, 1]);
});

test('dont_panic_in_drop_on_panicked_flush', () => {
  // Rust must not panic twice; here the block's error and the disposal's are both there.
  const inner = {
    write: (): number => {
      throw new Error('write failed');
    },
    flush: () => {},
  };
  let caught: { error?: Error; suppressed?: Error } = {};
  try {
    using writer = new BufWriter(inner);
    writer.write('data');
    throw new Error('of the block');
  } catch (error) {
    caught = error as typeof caught;
  }
  expect(caught.suppressed?.message).toBe('of the block');
  expect(caught.error?.message).toBe('write failed');
});

const repeat = (left: number) => ({
  read(buf: Bytes): number {
    const n = Math.min(left, buf.byteLength);
    left -= n;
    new Uint8Array(buf.buffer, buf.byteOffset, n).fill(0);
    return n;
  },
});

test('copy_copies', () => {
  const sink = new WriteRecorder();
  expect(copy(repeat(4), sink)).toBe(4);
  expect(copy(repeat(1 << 17), sink)).toBe(1 << 17);
  expect(sink.events).not.toContain('flush'); // copy never flushes
});

test('copy_specializes_bufreader', () => {
  const source = new Uint8Array(768 * 1024);
  source[1] = 42;
  const sink = new VecWriter();
  expect(copy(new BufReader(new PartsReader(source), 256), sink)).toBe(source.length);
  expect(sink.buffer.equals(source)).toBe(true);
});

test('copy_specializes_bufwriter', () => {
  // What a writer buffers at the end stays buffered.
  const inner = new VecWriter();
  const writer = new BufWriter(inner, 16);
  expect(copy(new PartsReader('1234567', '890123456', 'tail'), writer)).toBe(20);
  expect(Buffer.from([...inner.written, ...writer.buffer()]).toString()).toBe('1234567890123456tail');
  expect(writer.buffer().length).toBeGreaterThan(0);
});
