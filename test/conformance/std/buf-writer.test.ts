// Ports of the BufWriter and copy tests in Rust's library/std/src/io/{buffered,copy,util}/tests.rs; same names. Seeking has no
// counterpart, nor has the panic in a drop: a failing flush at the end of a `using` block is thrown.
import { expect } from 'vitest';
import type { Bytes, Read } from '../../../lib/index.js';
import { PartsReader, VecWriter, WriteRecorder } from '../../support/memory-io.js';
import { eachApi } from '../each-api.js';

eachApi('test_buffered_writer', async ({ BufWriter, over }) => {
  const inner = new VecWriter();
  const writer = new BufWriter(over(inner), 2);
  const write = async (...data: number[]): Promise<[buffered: number[], written: number[]]> => {
    expect(await writer.write(Uint8Array.from(data))).toBe(data.length);
    return [[...writer.buffer()], inner.written];
  };
  const flush = async (): Promise<[buffered: number[], written: number[]]> => {
    await writer.flush();
    return [[...writer.buffer()], inner.written];
  };
  expect(await write(0, 1)).toEqual([[], [0, 1]]); // as large as the buffer: past it
  expect(await write(2)).toEqual([[2], [0, 1]]);
  expect(await write(3)).toEqual([
    [2, 3],
    [0, 1],
  ]); // an exact fill stays
  expect(await flush()).toEqual([[], [0, 1, 2, 3]]);
  expect(await write(4)).toEqual([[4], [0, 1, 2, 3]]);
  expect(await write(5)).toEqual([
    [4, 5],
    [0, 1, 2, 3],
  ]);
  expect(await write(6)).toEqual([[6], [0, 1, 2, 3, 4, 5]]);
  expect(await write(7, 8)).toEqual([[], [0, 1, 2, 3, 4, 5, 6, 7, 8]]);
  expect(await write(9, 10, 11)).toEqual([[], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]);
  expect(await flush()).toEqual([[], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]);
});

eachApi('test_buffered_writer_inner_flushes', async ({ BufWriter, over }) => {
  const inner = new VecWriter();
  const sink = over(inner);
  const writer = new BufWriter(sink, 3);
  await writer.write(Uint8Array.of(0, 1));
  expect(inner.written).toEqual([]);
  expect(await writer.intoInner()).toBe(sink);
  expect(inner.written).toEqual([0, 1]);
});

eachApi('dont_panic_in_drop_on_panicked_flush', async ({ BufWriter, over, onLoop }) => {
  // Rust must not panic twice; here the block's error and the disposal's are both there.
  const inner = {
    write: (): number => {
      throw new Error('write failed');
    },
    flush: () => {},
  };
  let caught: { message?: string; error?: Error; suppressed?: Error } = {};
  try {
    using writer = new BufWriter(over(inner));
    await writer.write('data');
    throw new Error('of the block');
  } catch (error) {
    caught = error as typeof caught;
  }
  if (onLoop) {
    // Nobody waits for the flush, nor hears of its error: as in Rust.
    expect(caught.message).toBe('of the block');
    return;
  }
  expect(caught.suppressed?.message).toBe('of the block');
  expect(caught.error?.message).toBe('write failed');
});

const repeat = (left: number): Read => ({
  read(buf: Bytes): number {
    const n = Math.min(left, buf.byteLength);
    left -= n;
    new Uint8Array(buf.buffer, buf.byteOffset, n).fill(0);
    return n;
  },
});

eachApi('copy_copies', async ({ copy, over }) => {
  const sink = new WriteRecorder();
  expect(await copy(over(repeat(4)), over(sink))).toBe(4);
  expect(await copy(over(repeat(1 << 17)), over(sink))).toBe(1 << 17);
  expect(sink.events).not.toContain('flush'); // copy never flushes
});

eachApi('copy_specializes_bufreader', async ({ BufReader, copy, over }) => {
  const source = new Uint8Array(768 * 1024);
  source[1] = 42;
  const sink = new VecWriter();
  expect(await copy(new BufReader(over(new PartsReader(source)), 256), over(sink))).toBe(source.length);
  expect(sink.buffer.equals(source)).toBe(true);
});

eachApi('copy_specializes_bufwriter', async ({ BufWriter, copy, over }) => {
  // What a writer buffers at the end stays buffered.
  const inner = new VecWriter();
  const writer = new BufWriter(over(inner), 16);
  expect(await copy(over(new PartsReader('1234567', '890123456', 'tail')), writer)).toBe(20);
  expect(Buffer.from([...inner.written, ...writer.buffer()]).toString()).toBe('1234567890123456tail');
  expect(writer.buffer().length).toBeGreaterThan(0);
});
