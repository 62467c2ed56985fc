import { performAsync } from '../core/operation.js';
import { copyBuffered, copyPlain } from '../io/copy.js';
import { checkStream } from '../io/inner.js';
import { BufReader } from './buf_reader.js';
import { attempt, type CallOptions, optionsOf, signalOf } from './call_options.js';
import type { Read } from './read.js';
import type { Write } from './write.js';

/**
 * Copies everything from one stream to another: the blocking `copy`'s mirror. It does not flush.
 *
 * **Waits** as the two streams do, until `from` has ended.
 *
 * From a {@link BufReader} nothing is lost when it fails or is aborted in between: what `to` has not taken is still to be
 * read, and the copy can be gone on with. From any other stream, bytes that were read and not written are lost.
 *
 * @returns how many bytes.
 * @throws IoError WriteZero, `failed to write whole buffer`; whatever the two streams throw. `transferred` tells how many
 * bytes `to` had taken.
 *
 * @example
 * ```ts
 * const [stream] = await listener.accept();
 * await copy(stream, stream); // an echo server's whole work
 * ```
 */
export function copy(from: Read, to: Write, options?: CallOptions): Promise<number> {
  return attempt(() => {
    const source = checkStream(from, 'read', 'from');
    const sink = checkStream(to, 'write', 'to');
    const call = optionsOf(signalOf(options));
    const into = { write: (data: Uint8Array) => sink.write(data, call) };
    if (source instanceof BufReader) {
      const buffered = { fillBuf: () => source.fillBuf(call), consume: (n: number) => source.consume(n) };
      return performAsync(copyBuffered(buffered, into));
    }
    return performAsync(copyPlain({ read: (room: Uint8Array) => source.read(room, call) }, into));
  });
}
