// Ports of the LineWriter tests in Rust's library/std/src/io/buffered/tests.rs; same names. The vectored ones have no
// counterpart: a LineWriter here has no writeVectored.
import { expect } from 'vitest';
import type { LineWriter } from '../../../lib/async/index.js';
import { errorSoon } from '../../support/errors.js';
import { ProgrammableSink, type SinkBehaviour, VecWriter, WriteRecorder } from '../../support/memory-io.js';
import { type Api, eachApi } from '../each-api.js';

function writerOver(
  api: Api,
  behaviour: SinkBehaviour,
  capacity?: number,
): [writer: LineWriter, sink: ProgrammableSink] {
  const sink = new ProgrammableSink(behaviour);
  return [new api.LineWriter(api.over(sink), capacity), sink];
}

eachApi('test_line_buffer', async (api) => {
  const NEWLINE = 10;
  const inner = new VecWriter();
  const writer = new api.LineWriter(api.over(inner));
  const write = async (...data: number[]): Promise<void> =>
    expect(await writer.write(Uint8Array.from(data))).toBe(data.length);
  await write(0);
  expect(inner.written).toEqual([]);
  await write(1);
  expect(inner.written).toEqual([]);
  await writer.flush();
  expect(inner.written).toEqual([0, 1]);
  await write(0, NEWLINE, 1, NEWLINE, 2);
  expect(inner.written).toEqual([0, 1, 0, NEWLINE, 1, NEWLINE]);
  await writer.flush();
  expect(inner.written).toEqual([0, 1, 0, NEWLINE, 1, NEWLINE, 2]);
  await write(3, NEWLINE);
  expect(inner.written).toEqual([0, 1, 0, NEWLINE, 1, NEWLINE, 2, 3, NEWLINE]);
});

eachApi('erroneous_flush_retried', async (api) => {
  const [writer, sink] = writerOver(api, { acceptPrefix: 4, maxWrites: 2, errorAfterMaxWrites: true });
  // The first four bytes go; the rest, out to the last newline, is buffered.
  expect(await writer.write('a\nb\nc\nd\ne')).toBe(8);
  // Flushes what is buffered, then buffers 'e'; the writer is not asked a third time.
  expect(await writer.write('e')).toBe(1);
  expect(sink.text).toBe('a\nb\nc\nd\n');
});

eachApi('partial_write_buffers_line', async (api) => {
  const [writer, sink] = writerOver(api, { acceptPrefix: 13 });
  // It took half of line 2: lines are buffered to the end of line 3, so that no partial line is flushed later.
  expect(await writer.write('Line 1\nLine 2\nLine 3\nLine4')).toBe(21);
  expect(sink.text).toBe('Line 1\nLine 2');
  expect(await writer.write('Line 4')).toBe(6);
  expect(sink.text).toBe('Line 1\nLine 2\nLine 3\n');
});

eachApi('partial_line_buffered_after_line_write', async (api) => {
  const [writer, sink] = writerOver(api, {});
  expect(await writer.write('Line 1\nLine 2\nLine 3')).toBe(20);
  expect(sink.text).toBe('Line 1\nLine 2\n');
  await writer.flush();
  expect(sink.text).toBe('Line 1\nLine 2\nLine 3');
  expect(sink.flushed).toBe(true);
});

eachApi('long_line_flushed', async (api) => {
  const [writer, sink] = writerOver(api, {}, 5);
  expect(await writer.write('0123456789')).toBe(10);
  expect(sink.text).toBe('0123456789');
});

eachApi('line_long_tail_not_flushed', async (api) => {
  const [writer, sink] = writerOver(api, {}, 5);
  // At most one write of new data: a tail as large as the buffer is left to the caller,
  expect(await writer.write('Line 1\n0123456789')).toBe(7);
  expect(sink.text).toBe('Line 1\n');
  expect(writer.buffer().length).toBe(0);
  // a smaller one is buffered, and goes when the buffer is full.
  expect(await writer.write('Line 2\n0123')).toBe(11);
  expect(sink.text).toBe('Line 1\nLine 2\n');
  expect(await writer.write('45')).toBe(2);
  expect(sink.text).toBe('Line 1\nLine 2\n0123');
});

eachApi('line_buffer_write0_error', async (api) => {
  const [writer, sink] = writerOver(api, { maxWrites: 1 });
  expect(await writer.write('Line 1\nPartial')).toBe(14);
  expect(sink.text).toBe('Line 1\n');
  // 'Partial' was already reported as written, so that the writer's 0 has to be an error.
  expect((await errorSoon(() => writer.write(' Line End\n'))).kind).toBe('WriteZero');
  expect(sink.text).toBe('Line 1\n');
});

eachApi('line_buffer_write0_normal', async (api) => {
  const [writer, sink] = writerOver(api, { maxWrites: 2 });
  expect(await writer.write('Line 1\nPartial')).toBe(14);
  expect(sink.text).toBe('Line 1\n');
  // What was buffered goes; the 0 is for new data, and is passed on.
  expect(await writer.write(' Line End\n')).toBe(0);
  expect(sink.text).toBe('Line 1\nPartial');
});

eachApi('line_write_all', async (api) => {
  const [writer, sink] = writerOver(api, { acceptPrefix: 5 });
  await writer.writeAll('Line 1\nLine 2\nLine 3\nLine 4\nPartial');
  expect(sink.text).toBe('Line 1\nLine 2\nLine 3\nLine 4\n');
  await writer.writeAll(' Line 5\n');
  expect(sink.text).toBe('Line 1\nLine 2\nLine 3\nLine 4\nPartial Line 5\n');
});

eachApi('line_write_all_error', async (api) => {
  const [writer] = writerOver(api, { acceptPrefix: 5, maxWrites: 3 });
  expect((await errorSoon(() => writer.writeAll('Line 1\nLine 2\nLine 3\nLine 4\nPartial'))).kind).toBe(
    'WriteZero',
  );
});

eachApi('partial_multiline_buffering', async (api) => {
  const [writer, sink] = writerOver(api, { acceptPrefix: 5 }, 10);
  // C and D would not fit whole: no partial line is buffered beside a whole one.
  expect(await writer.write('AAAAABBBBB\nCCCCDDDDDD\nEEE')).toBe(11);
  expect(sink.text).toBe('AAAAA');
  await writer.flush();
  expect(sink.text).toBe('AAAAABBBBB\n');
});

eachApi('partial_multiline_buffering_without_full_line', async (api) => {
  const [writer, sink] = writerOver(api, { acceptPrefix: 5 }, 5);
  // Not one whole line fits, so that as much as fits is buffered.
  expect(await writer.write('AAAAABBBBBBBBBB\nCCCCC\nDDDDD')).toBe(10);
  expect(sink.text).toBe('AAAAA');
  await writer.flush();
  expect(sink.text).toBe('AAAAABBBBB');
});

eachApi('single_formatted_write', async (api) => {
  const inner = new WriteRecorder();
  const writer = new api.LineWriter(api.over(inner));
  // The pieces of writeln!("{}, {}!"): together one write.
  for (const piece of ['hello', ', ', 'world', '!\n']) await writer.writeAll(piece);
  expect(inner.events).toEqual(['write "hello, world!\\n"']);
});
