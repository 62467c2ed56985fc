import { native } from '../binding/index.js';
import type { NativeServer } from '../binding/native.js';

/**
 * So many microseconds for a message, sending included, and the JS thread has better things to do than to send, which takes
 * some six of them; so many without sending, and it still has.
 */
const BUSY_US = 14;
const STILL_BUSY_US = 8;
/** Longer ones are sent at once: to hand them over would cost a copy. */
const SMALL = 4096;

/**
 * Who sends what the connections of a server write. The JS thread does, as long as it keeps up: nothing is faster. Where
 * handlers compute for so long that messages have to wait for them, a native thread does, while the next message is handled.
 * @internal
 */
export class Pace {
  readonly #server: NativeServer;
  #later = false;
  #wasLater = false;
  /** Microseconds, in the last batch. */
  #perMessage = 0;

  constructor(server: NativeServer) {
    this.#server = server;
  }

  /** How much waits to be sent then; -1: the connection is over. */
  write(slot: number, bytes: ArrayBufferView): number {
    const later = this.#later && bytes.byteLength < SMALL;
    const waiting = native.connectionWrite(this.#server, slot, bytes, later);
    if (later && waiting === bytes.byteLength) native.connectionSend(this.#server, slot);
    return waiting;
  }

  /** Tells a batch of so many messages. `late`: they have waited for this thread. */
  tell(messages: number, late: boolean, batch: () => void): void {
    this.#later = late && this.#perMessage > (this.#wasLater ? STILL_BUSY_US : BUSY_US);
    const start = performance.now();
    try {
      batch();
    } finally {
      this.#perMessage = ((performance.now() - start) * 1_000) / messages;
      this.#wasLater = this.#later;
      this.#later = false;
    }
  }
}
