import { writeZero } from '../core/errors.js';
import { annotate } from '../core/io_error.js';
import { BufReader } from './buf_reader.js';
import { checkStream } from './inner.js';
import { type Read, readInto } from './read.js';
import { type Write, writeSome } from './write.js';

const CHUNK = 64 * 1024;

/**
 * Copies everything from one stream to another: Rust's `io::copy`. It does not flush.
 *
 * **Blocks** as the two streams do, until `from` has ended.
 *
 * From a {@link BufReader} nothing is lost when it fails in between: what `to` has not taken is still to be read, and
 * the copy can be gone on with. From any other stream, bytes that were read and not written are lost.
 *
 * @returns how many bytes.
 * @throws IoError WriteZero, `failed to write whole buffer`; whatever the two streams throw. `transferred` tells how many
 * bytes `to` had taken.
 *
 * @example
 * ```ts
 * const [stream] = listener.accept();
 * copy(stream, stream); // an echo server's whole work
 * ```
 */
export function copy(from: Read, to: Write): number {
  const source = checkStream(from, 'read', 'from');
  const sink = checkStream(to, 'write', 'to');
  const progress = { copied: 0 };
  try {
    if (source instanceof BufReader) copyBuffered(source, sink, progress);
    else copyPlain(source, sink, progress);
  } catch (error) {
    throw annotate(error, { transferred: progress.copied });
  }
  return progress.copied;
}

function copyBuffered(from: BufReader, to: Write, progress: { copied: number }): void {
  for (let bytes = from.fillBuf(); bytes.length > 0; bytes = from.fillBuf()) {
    const n = writeSome(to, bytes);
    if (n === 0) throw writeZero('failed to write whole buffer');
    progress.copied += n; // also if `to` has closed `from`
    from.consume(n);
  }
}

function copyPlain(from: Read, to: Write, progress: { copied: number }): void {
  const chunk = Buffer.alloc(CHUNK);
  for (let n = readInto(from, chunk); n > 0; n = readInto(from, chunk)) {
    for (let gone = 0; gone < n; ) {
      const more = writeSome(to, chunk.subarray(gone, n));
      if (more === 0) throw writeZero('failed to write whole buffer');
      gone += more;
      progress.copied += more;
    }
  }
}
