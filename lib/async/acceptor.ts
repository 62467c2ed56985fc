import { native } from '../binding/index.js';
import { type Fd, PACKED_SIZE, type Packed } from '../binding/native.js';
import { LoopSocket } from './loop_socket.js';
import { isWouldBlock } from './system_error.js';
import { fairly, looped } from './turns.js';
import { Wait } from './wait.js';

/** A connection that nobody owns yet. @internal */
export interface Accepted {
  readonly fd: Fd;
  readonly peer: Packed;
}

interface Waiting {
  /** The listener that is waited through lives as long. */
  readonly owner: object;
  readonly wait: Wait<Accepted>;
}

/**
 * Accepts when somebody asks. The event loop is only asked whether there is a connection: it would like to read from the
 * listening socket, and fails (ENOTCONN) as soon as that is readable, which a listening socket is when a connection waits.
 * A `net.Server` would accept what nobody has asked for, and drop connections when descriptors run out.
 * @internal
 */
export class Acceptor {
  readonly #fd: Fd;
  readonly #waiting: Waiting[] = [];
  #look: LoopSocket | null = null;

  constructor(fd: Fd) {
    this.#fd = fd;
  }

  accept(owner: object, signal: AbortSignal | undefined): Accepted | Promise<Accepted> {
    if (this.#waiting.length === 0) {
      const accepted = this.#now();
      if (accepted !== null) return fairly(accepted);
    }
    const wait = new Wait<Accepted>().within(null, signal, () => {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      this.#lookOut();
      wait.failAborted();
    });
    const waiting = { owner, wait };
    this.#waiting.push(waiting);
    this.#lookOut();
    return wait.promise;
  }

  /** Whoever waits hears of `error`. */
  close(error?: () => unknown): void {
    for (const { wait } of this.#waiting.splice(0)) wait.fail(error?.());
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
    while (this.#waiting.length > 0 && this.#look === null) {
      try {
        this.#look = this.#newLook();
      } catch (error) {
        this.#waiting.shift()!.wait.fail(error);
      }
    }
    this.#look?.keepAlive(this.#waiting.length > 0);
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
    while (this.#waiting.length > 0) {
      const { wait } = this.#waiting[0]!;
      try {
        const accepted = this.#now();
        if (accepted === null) break;
        wait.done(accepted);
      } catch (error) {
        wait.fail(error);
      }
      this.#waiting.shift();
    }
    this.#lookOut();
  }
}
