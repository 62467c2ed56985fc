import { type Bytes, encodeOctets } from '../core/bytes.js';
import { annotate } from '../core/io_error.js';
import { BufferedWriter } from './buffered_writer.js';
import { type Write, writeFully, writeSome } from './write.js';
import type { WriteBuffer } from './write_buffer.js';

const LINE_FEED = 0x0a;

/**
 * Holds back what is not a whole line yet: Rust's `LineWriter`. Everything through the last newline of a write goes to
 * the inner stream at once.
 *
 * @example
 * ```ts
 * const writer = new LineWriter(stream);
 * writer.writeAll('status: '); // held back
 * writer.writeAll('ok\n'); // both are sent
 * ```
 */
export class LineWriter extends BufferedWriter {
  /** @param capacity how many bytes of an unfinished line are held back at most; default 1024. */
  constructor(inner: Write, capacity = 1024) {
    super(inner, capacity);
  }

  /**
   * Takes some of `data`; a string as UTF-8.
   *
   * **Blocks** only when the inner stream is written to.
   *
   * @returns how many bytes were taken. Fewer than all when the inner stream took a part of the lines only.
   * @throws IoError whatever the inner stream throws; nothing of `data` was taken then.
   */
  write(data: Bytes | string): number {
    const bytes = encodeOctets(data, 'data');
    const buffer = this.usable;
    const lines = bytes.lastIndexOf(LINE_FEED) + 1;
    if (lines === 0) {
      if (holdsWholeLine(buffer)) buffer.drain();
      return buffer.write(bytes);
    }
    // Before anything goes past the buffer.
    buffer.drain();
    const written = writeSome(this.inner, bytes.subarray(0, lines));
    return written === 0
      ? 0
      : written + buffer.append(worthBuffering(bytes, written, lines, buffer.capacity));
  }

  /**
   * Takes all of `data`; a string as UTF-8.
   *
   * **Blocks** only when the inner stream is written to.
   *
   * @throws IoError whatever the inner stream throws. `transferred` tells how many bytes of `data` were taken.
   */
  writeAll(data: Bytes | string): void {
    const bytes = encodeOctets(data, 'data');
    const buffer = this.usable;
    const lines = bytes.lastIndexOf(LINE_FEED) + 1;
    if (lines === 0) {
      if (holdsWholeLine(buffer)) buffer.drainWithin(0);
      buffer.writeAll(bytes);
      return;
    }
    if (buffer.bytes.length === 0) {
      writeFully(this.inner, bytes.subarray(0, lines));
    } else {
      // Through the buffer: one write for what was held back and what completes it.
      buffer.writeAll(bytes.subarray(0, lines));
      buffer.drainWithin(lines);
    }
    if (lines < bytes.length) writeRest(buffer, bytes, lines);
  }
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

function writeRest(buffer: WriteBuffer, bytes: Uint8Array, taken: number): void {
  try {
    buffer.writeAll(bytes.subarray(taken));
  } catch (error) {
    const more = transferredOf(error);
    throw annotate(error, { transferred: taken + more });
  }
}

function transferredOf(error: unknown): number {
  return (error as { transferred?: number } | null)?.transferred ?? 0;
}
