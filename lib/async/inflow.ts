import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { detached } from '../core/argument_error.js';
import { unexpectedEof } from '../core/errors.js';
import { annotate } from '../core/io_error.js';
import { CallQueue } from './call_queue.js';
import { isWouldBlock, timedOut } from './system_error.js';
import { fairly, looped } from './turns.js';
import { type GivenUp, Wait } from './wait.js';

const NOTHING = Buffer.alloc(0);

/** Some bytes, which are taken or stay; or as many as there is room for. @internal */
export type Wanted = 'some' | 'peek' | 'all';

/** A call that reads. */
class Reading extends Wait<number> {
  readonly #size: number;
  filled = 0;

  /** @param owner the handle that it is made through, which lives at least as long. */
  constructor(
    readonly owner: object,
    readonly fd: Fd,
    readonly into: Uint8Array,
    readonly wanted: Wanted,
  ) {
    super();
    this.#size = into.length;
  }

  /** @throws TypeError where the caller has transferred the buffer away: 0 bytes would be the end of the stream. */
  get room(): Uint8Array {
    if (this.into.length !== this.#size) throw detached();
    return this.filled === 0 ? this.into : this.into.subarray(this.filled);
  }

  get served(): boolean {
    return this.wanted !== 'all' || this.filled === this.#size;
  }

  /** An error of a call for all tells how far it came. */
  explain(error: unknown): unknown {
    return this.wanted === 'all' ? annotate(error, { transferred: this.filled }) : error;
  }

  /** Returns how many bytes are taken off what came. */
  took(n: number): number {
    this.filled += n;
    return this.wanted === 'peek' ? 0 : n;
  }
}

/** The loop, as far as it concerns reading. @internal */
export interface ReadLoop {
  /** It has told the end, or an error: from then on the kernel is asked itself, which never waits any more. */
  ended(): boolean;
  /** Bytes are wanted. */
  want(fd: Fd): void;
  /** How long a call may wait, in milliseconds. */
  limit(fd: Fd): number | null;
  /** The number of calls that wait has changed. */
  waitingChanged(): void;
}

/**
 * What comes in over a connection: bytes that the loop has read and nobody has asked for yet, at most one buffer of them, and
 * the calls that wait for more. They are answered in the order in which they were made.
 * @internal
 */
export class Inflow {
  readonly #loop: ReadLoop;
  #ahead: Buffer = NOTHING;
  /** An error that the loop has met while nobody was reading: it belongs to the next call. */
  #failure: unknown = null;
  readonly #waiting = new CallQueue<Reading>();

  constructor(loop: ReadLoop) {
    this.#loop = loop;
  }

  get waits(): boolean {
    return this.#waiting.waits;
  }

  /** What was read and not asked for. */
  get ahead(): number {
    return this.#ahead.length;
  }

  /** Gives it away. */
  takeAhead(): Buffer {
    const ahead = this.#ahead;
    this.#ahead = NOTHING;
    return ahead;
  }

  /** Puts bytes in front of what comes. */
  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#ahead = Buffer.concat([bytes, this.#ahead]);
    this.askAgain();
  }

  /** At once where there is something, or the end. `owner`: the handle. */
  read(
    owner: object,
    fd: Fd,
    into: Uint8Array,
    wanted: Wanted,
    signal: AbortSignal | undefined,
  ): number | Promise<number> {
    if (into.length === 0) return 0;
    const reading = new Reading(owner, fd, into, wanted);
    if (!this.#waiting.waits && this.#serveNow(reading)) return fairly(reading.filled);
    this.#loop.want(fd); // first: where that fails, nothing waits
    reading.within(this.#loop.limit(fd), signal, (why) => this.#gaveUp(reading, why));
    this.#waiting.add(reading);
    this.#loop.waitingChanged();
    return reading.promise;
  }

  takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = null;
    return failure;
  }

  fail(error: unknown): void {
    this.#failure ??= error;
  }

  /** The loop has read. Returns whether it shall go on. */
  arrived(bytes: Buffer): boolean {
    looped();
    // Bytes that were put back while the loop was reading come first.
    let left = this.#ahead.length === 0 ? bytes : Buffer.concat([this.takeAhead(), bytes]);
    while (left.length > 0 && this.#waiting.waits) {
      const reading = this.#waiting.first!;
      try {
        const n = copyInto(reading.room, left);
        left = without(left, reading.took(n));
        if (reading.served) this.#finish(reading, null);
        else reading.restart();
      } catch (error) {
        this.#finish(reading, error);
      }
    }
    this.#loop.waitingChanged();
    if (left.length === 0) return true;
    this.#ahead = Buffer.from(left);
    return false;
  }

  /** What waits asks the kernel itself: the loop reads no more, without an error, or bytes were put back. */
  askAgain(): void {
    while (this.#waiting.waits) {
      const reading = this.#waiting.first!;
      try {
        if (!this.#serve(reading)) {
          this.#loop.want(reading.fd);
          break;
        }
        this.#finish(reading, null);
      } catch (error) {
        this.#finish(reading, error);
      }
    }
    this.#loop.waitingChanged();
  }

  /** The loop reads no more, with an error. */
  broke(error: unknown): void {
    const first = this.#waiting.first;
    if (first === undefined) this.fail(error);
    else this.#finish(first, error);
    this.askAgain();
  }

  /** The handle is closed, or moved. */
  leave(owner: object, error: () => unknown): void {
    for (const reading of this.#waiting.of(owner)) {
      this.#finish(reading, error());
    }
    this.#loop.waitingChanged();
  }

  #serveNow(reading: Reading): boolean {
    try {
      return this.#serve(reading);
    } catch (error) {
      throw reading.explain(error);
    }
  }

  /** As far as that goes without waiting. Returns whether the call has what it wants. */
  #serve(reading: Reading): boolean {
    for (;;) {
      const n = this.#now(reading);
      if (n === null) return false;
      if (n === 0 && reading.wanted === 'all') throw unexpectedEof(reading.filled);
      reading.took(n);
      if (n === 0 || reading.served) return true;
    }
  }

  #now({ room, wanted, fd }: Reading): number | null {
    if (this.#ahead.length > 0) {
      const n = copyInto(room, this.#ahead);
      if (wanted !== 'peek') this.#ahead = without(this.#ahead, n);
      return n;
    }
    if (this.#failure !== null) throw this.takeFailure();
    if (!this.#loop.ended()) return null;
    try {
      return wanted === 'peek' ? native.peek(fd, room) : native.recv(fd, room);
    } catch (error) {
      if (isWouldBlock(error)) return null;
      throw error;
    }
  }

  #gaveUp(reading: Reading, why: GivenUp): void {
    if (why === 'timeout') {
      this.#finish(reading, timedOut('recv'));
    } else {
      this.#forget(reading);
      reading.failAborted();
      this.unread(reading.into.subarray(0, reading.filled));
    }
    this.#loop.waitingChanged();
  }

  /** null: no error. */
  #finish(reading: Reading, error: unknown): void {
    this.#forget(reading);
    if (error === null) reading.done(reading.filled);
    else reading.fail(reading.explain(error));
  }

  #forget(reading: Reading): void {
    this.#waiting.remove(reading);
  }
}

/** Returns how many bytes. */
function copyInto(room: Uint8Array, bytes: Buffer): number {
  const n = Math.min(room.length, bytes.length);
  room.set(n === bytes.length ? bytes : bytes.subarray(0, n));
  return n;
}

function without(bytes: Buffer, n: number): Buffer {
  return n === bytes.length ? NOTHING : bytes.subarray(n);
}
