import { native } from '../binding/index.js';
import { type Fd, PACKED_SIZE, type Packed } from '../binding/native.js';
import { CallQueue } from './call_queue.js';
import { LoopSocket } from './loop_socket.js';
import { isWouldBlock } from './system_error.js';
import { fairly, looped } from './turns.js';
import { Wait } from './wait.js';

/** A connection that nobody owns yet. @internal */
export interface Accepted {
  readonly fd: Fd;
  readonly peer: Packed;
}

/** A call that accepts; the listener that it is made through lives as long. */
class Accepting extends Wait<Accepted> {
  constructor(readonly owner: object) {
    super();
  }
}

/**
 * Accepts when somebody asks. The event loop is only asked whether there is a connection: it would like to read from the
 * listening socket, and fails (ENOTCONN) as soon as that is readable, which a listening socket is when a connection waits.
 * A `net.Server` would accept what nobody has asked for, and drop connections when descriptors run out.
 * @internal
 */
export class Acceptor {
  readonly #fd: Fd;
  readonly #waiting = new CallQueue<Accepting>();
  #look: LoopSocket | null = null;

  constructor(fd: Fd) {
    this.#fd = fd;
  }

  accept(owner: object, signal: AbortSignal | undefined): Accepted | Promise<Accepted> {
    if (!this.#waiting.waits) {
      const accepted = this.#now();
      if (accepted !== null) return fairly(accepted);
    }
    const accepting = new Accepting(owner).within(null, signal, () => {
      this.#waiting.remove(accepting);
      this.#lookOut();
      accepting.failAborted();
    });
    this.#waiting.add(accepting);
    this.#lookOut();
    return accepting.promise;
  }

  /** Whoever waits hears of `error`. */
  close(error?: () => unknown): void {
    for (let { first } = this.#waiting; first !== undefined; { first } = this.#waiting) {
      this.#refuse(first, error?.());
    }
    this.#look?.destroy();
    this.#look = null;
  }

  #now(): Accepted | null {
    if (!native.isReadable(this.#fd)) return null;
    const peer = new Uint8Array(PACKED_SIZE);
    try {
      return { fd: native.accept(this.#fd, peer), peer };
    } catch (error) {
      if (isWouldBlock(error)) return null; // it went to another handle
      throw error;
    }
  }

  /** A loop that cannot be had ends the call that needs it. */
  #lookOut(): void {
    while (this.#waiting.first !== undefined && this.#look === null) {
      try {
        this.#look = this.#newLook();
      } catch (error) {
        this.#refuse(this.#waiting.first, error);
      }
    }
    this.#look?.keepAlive(this.#waiting.waits);
  }

  #newLook(): LoopSocket {
    const there = () => {
      if (this.#look !== look) return;
      looped();
      look.destroy();
      this.#look = null;
      this.#serve();
    };
    const look: LoopSocket = new LoopSocket(this.#fd, { data: () => false, end: there, failed: there });
    return look;
  }

  #serve(): void {
    for (let { first } = this.#waiting; first !== undefined; { first } = this.#waiting) {
      try {
        const accepted = this.#now();
        if (accepted === null) break;
        this.#waiting.remove(first);
        first.done(accepted);
      } catch (error) {
        this.#refuse(first, error);
      }
    }
    this.#lookOut();
  }

  #refuse(accepting: Accepting, error: unknown): void {
    this.#waiting.remove(accepting);
    accepting.fail(error);
  }
}
