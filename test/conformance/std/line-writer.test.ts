// Ports of the LineWriter tests in Rust's library/std/src/io/buffered/tests.rs; same names. The vectored ones have no
// counterpart: a LineWriter here has no writeVectored.
import { expect, test } from 'vitest';
import { LineWriter } from '../../../lib/index.js';
import { errorOf } from '../../support/errors.js';
import { ProgrammableSink, type SinkBehaviour, VecWriter, WriteRecorder } from '../../support/memory-io.js';

function over(behaviour: SinkBehaviour, capacity?: number): [writer: LineWriter, sink: ProgrammableSink] {
  const sink = new ProgrammableSink(behaviour);
  return [new LineWriter(sink, capacity), sink];
}

test('test_line_buffer', () => {
  const NEWLINE = 10;
  const inner = new VecWriter();
  const writer = new LineWriter(inner);
  const write = (...data: number[]): void => expect(writer.write(Uint8Array.from(data))).toBe(data.length);
  write(0);
  expect(inner.written).toEqual([]);
  write(1);
  expect(inner.written).toEqual([]);
  writer.flush();
  expect(inner.written).toEqual([0, 1]);
  write(0, NEWLINE, 1, NEWLINE, 2);
  expect(inner.written).toEqual([0, 1, 0, NEWLINE, 1, NEWLINE]);
  writer.flush();
  expect(inner.written).toEqual([0, 1, 0, NEWLINE, 1, NEWLINE, 2]);
  write(3, NEWLINE);
  expect(inner.written).toEqual([0, 1, 0, NEWLINE, 1, NEWLINE, 2, 3, NEWLINE]);
});

test('erroneous_flush_retried', () => {
  const [writer, sink] = over({ acceptPrefix: 4, maxWrites: 2, errorAfterMaxWrites: true });
  // The first four bytes go; the rest, out to the last newline, is buffered.
  expect(writer.write('a\nb\nc\nd\ne')).toBe(8);
  // Flushes what is buffered, then buffers 'e'; the writer is not asked a third time.
  expect(writer.write('e')).toBe(1);
  expect(sink.text).toBe('a\nb\nc\nd\n');
});

test('partial_write_buffers_line', () => {
  const [writer, sink] = over({ acceptPrefix: 13 });
  // It took half of line 2: lines are buffered to the end of line 3, so that no partial line is flushed later.
  expect(writer.write('Line 1\nLine 2\nLine 3\nLine4')).toBe(21);
  expect(sink.text).toBe('Line 1\nLine 2');
  expect(writer.write('Line 4')).toBe(6);
  expect(sink.text).toBe('Line 1\nLine 2\nLine 3\n');
});

test('partial_line_buffered_after_line_write', () => {
  const [writer, sink] = over({});
  expect(writer.write('Line 1\nLine 2\nLine 3')).toBe(20);
  expect(sink.text).toBe('Line 1\nLine 2\n');
  writer.flush();
  expect(sink.text).toBe('Line 1\nLine 2\nLine 3');
  expect(sink.flushed).toBe(true);
});

test('long_line_flushed', () => {
  const [writer, sink] = over({}, 5);
  expect(writer.write('0123456789')).toBe(10);
  expect(sink.text).toBe('0123456789');
});

test('line_long_tail_not_flushed', () => {
  const [writer, sink] = over({}, 5);
  // At most one write of new data: a tail as large as the buffer is left to the caller,
  expect(writer.write('Line 1\n0123456789')).toBe(7);
  expect(sink.text).toBe('Line 1\n');
  expect(writer.buffer().length).toBe(0);
  // a smaller one is buffered, and goes when the buffer is full.
  expect(writer.write('Line 2\n0123')).toBe(11);
  expect(sink.text).toBe('Line 1\nLine 2\n');
  expect(writer.write('45')).toBe(2);
  expect(sink.text).toBe('Line 1\nLine 2\n0123');
});

test('line_buffer_write0_error', () => {
  const [writer, sink] = over({ maxWrites: 1 });
  expect(writer.write('Line 1\nPartial')).toBe(14);
  expect(sink.text).toBe('Line 1\n');
  // 'Partial' was already reported as written, so that the writer's 0 has to be an error.
  expect(errorOf(() => writer.write(' Line End\n')).kind).toBe('WriteZero');
  expect(sink.text).toBe('Line 1\n');
});

test('line_buffer_write0_normal', () => {
  const [writer, sink] = over({ maxWrites: 2 });
  expect(writer.write('Line 1\nPartial')).toBe(14);
  expect(sink.text).toBe('Line 1\n');
  // What was buffered goes; the 0 is for new data, and is passed on.
  expect(writer.write(' Line End\n')).toBe(0);
  expect(sink.text).toBe('Line 1\nPartial');
});

test('line_write_all', () => {
  const [writer, sink] = over({ acceptPrefix: 5 });
  writer.writeAll('Line 1\nLine 2\nLine 3\nLine 4\nPartial');
  expect(sink.text).toBe('Line 1\nLine 2\nLine 3\nLine 4\n');
  writer.writeAll(' Line 5\n');
  expect(sink.text).toBe('Line 1\nLine 2\nLine 3\nLine 4\nPartial Line 5\n');
});

test('line_write_all_error', () => {
  const [writer] = over({ acceptPrefix: 5, maxWrites: 3 });
  expect(errorOf(() => writer.writeAll('Line 1\nLine 2\nLine 3\nLine 4\nPartial')).kind).toBe('WriteZero');
});

test('partial_multiline_buffering', () => {
  const [writer, sink] = over({ acceptPrefix: 5 }, 10);
  // C and D would not fit whole: no partial line is buffered beside a whole one.
  expect(writer.write('AAAAABBBBB\nCCCCDDDDDD\nEEE')).toBe(11);
  expect(sink.text).toBe('AAAAA');
  writer.flush();
  expect(sink.text).toBe('AAAAABBBBB\n');
});

test('partial_multiline_buffering_without_full_line', () => {
  const [writer, sink] = over({ acceptPrefix: 5 }, 5);
  // Not one whole line fits, so that as much as fits is buffered.
  expect(writer.write('AAAAABBBBBBBBBB\nCCCCC\nDDDDD')).toBe(10);
  expect(sink.text).toBe('AAAAA');
  writer.flush();
  expect(sink.text).toBe('AAAAABBBBB');
});

test('single_formatted_write', () => {
  const inner = new WriteRecorder();
  const writer = new LineWriter(inner);
  // The pieces of writeln!("{}, {}!"): together one write.
  for (const piece of ['hello', ', ', 'world', '!\n']) writer.writeAll(piece);
  expect(inner.events).toEqual(['write "hello, world!\\n"']);
});
