import { writeZero } from '../core/errors.js';
import { annotate } from '../core/io_error.js';
import { type Operation, perform } from '../core/operation.js';
import { BufReader } from './buf_reader.js';
import { checkStream } from './inner.js';
import { type Read, readInto, type Source } from './read.js';
import { type Sink, type Write, writeSome } from './write.js';

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
  return perform(source instanceof BufReader ? copyBuffered(source, sink) : copyPlain(source, sink));
}

/** What of a BufReader copies without losing anything. @internal */
export interface Buffered {
  fillBuf(): Buffer | PromiseLike<Buffer>;
  consume(n: number): void;
}

/** @internal */
export function* copyBuffered(from: Buffered, to: Sink): Operation<number> {
  const progress = { copied: 0 };
  return yield* counted(progress, function* () {
    for (;;) {
      const bytes = (yield from.fillBuf()) as Buffer;
      if (bytes.length === 0) return;
      const n = yield* writeSome(to, bytes);
      if (n === 0) throw writeZero('failed to write whole buffer');
      progress.copied += n; // also if `to` has closed `from`
      from.consume(n);
    }
  });
}

/** @internal */
export function* copyPlain(from: Source, to: Sink): Operation<number> {
  const progress = { copied: 0 };
  return yield* counted(progress, () => copyChunks(from, to, progress));
}

/** An error tells how far it came. */
function* counted(progress: { copied: number }, work: () => Operation<void>): Operation<number> {
  try {
    yield* work();
  } catch (error) {
    throw annotate(error, { transferred: progress.copied });
  }
  return progress.copied;
}

function* copyChunks(from: Source, to: Sink, progress: { copied: number }): Operation<void> {
  const chunk = Buffer.alloc(CHUNK);
  for (;;) {
    const n = yield* readInto(from, chunk);
    if (n === 0) return;
    for (let gone = 0; gone < n; ) {
      const more = yield* writeSome(to, chunk.subarray(gone, n));
      if (more === 0) throw writeZero('failed to write whole buffer');
      gone += more;
      progress.copied += more;
    }
  }
}
