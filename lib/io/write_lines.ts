/** What a LineWriter does, as in Rust: everything through the last newline goes to the inner stream at once. @internal */
import { annotate } from '../core/io_error.js';
import type { Operation } from '../core/operation.js';
import { LINE_FEED } from './line.js';
import type { WriteBuffer } from './write_buffer.js';

/** @internal */
export function* writeSomeLines(buffer: WriteBuffer, bytes: Uint8Array): Operation<number> {
  const lines = bytes.lastIndexOf(LINE_FEED) + 1;
  if (lines === 0) {
    if (holdsWholeLine(buffer)) yield* buffer.drain();
    return yield* buffer.write(bytes);
  }
  // Before anything goes past the buffer.
  yield* buffer.drain();
  const written = yield* buffer.writePast(bytes.subarray(0, lines));
  return written === 0 ? 0 : written + buffer.append(worthBuffering(bytes, written, lines, buffer.capacity));
}

/** @internal */
export function* writeAllLines(buffer: WriteBuffer, bytes: Uint8Array): Operation<void> {
  const lines = bytes.lastIndexOf(LINE_FEED) + 1;
  if (lines === 0) {
    if (holdsWholeLine(buffer)) yield* buffer.drainWithin(0);
    yield* buffer.writeAll(bytes);
    return;
  }
  if (buffer.bytes.length === 0) {
    yield* buffer.writeAllPast(bytes.subarray(0, lines));
  } else {
    // Through the buffer: one write for what was held back and what completes it.
    yield* buffer.writeAll(bytes.subarray(0, lines));
    yield* buffer.drainWithin(lines);
  }
  if (lines < bytes.length) yield* writeRest(buffer, bytes, lines);
}

/** A buffered line that is whole is one whose write had failed: it goes first. */
function holdsWholeLine(buffer: WriteBuffer): boolean {
  return buffer.bytes.at(-1) === LINE_FEED;
}

/** What to buffer of the bytes behind `written`: whole lines if the inner stream left some, else the unfinished one. */
function worthBuffering(bytes: Uint8Array, written: number, lines: number, capacity: number): Uint8Array {
  if (written >= lines) {
    const tail = bytes.subarray(written);
    // One that fills the buffer is not split: the next write takes it in one piece.
    return tail.length >= capacity ? tail.subarray(0, 0) : tail;
  }
  if (lines - written <= capacity) return bytes.subarray(written, lines);
  const area = bytes.subarray(written, written + capacity);
  const whole = area.lastIndexOf(LINE_FEED) + 1;
  return whole === 0 ? area : area.subarray(0, whole);
}

function* writeRest(buffer: WriteBuffer, bytes: Uint8Array, taken: number): Operation<void> {
  try {
    yield* buffer.writeAll(bytes.subarray(taken));
  } catch (error) {
    const more = transferredOf(error);
    throw annotate(error, { transferred: taken + more });
  }
}

function transferredOf(error: unknown): number {
  return (error as { transferred?: number } | null)?.transferred ?? 0;
}
