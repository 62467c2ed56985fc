import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { detached } from '../core/argument_error.js';
import { annotate } from '../core/io_error.js';
import { CallQueue } from './call_queue.js';
import { isWouldBlock, timedOut } from './system_error.js';
import { fairly } from './turns.js';
import { type GivenUp, Wait } from './wait.js';

/** A call that writes. */
class Writing extends Wait<number> {
  readonly #size: number;
  gone = 0;

  /**
   * @param owner the handle that it is made through, which lives at least as long.
   * @param all whether it is one for all or an error; otherwise a part that has gone is an answer.
   */
  constructor(
    readonly owner: object,
    readonly fd: Fd,
    readonly bytes: Uint8Array,
    readonly all: boolean,
  ) {
    super();
    this.#size = bytes.length;
  }

  /** An error of a call for all tells how far it came. */
  explain(error: unknown): unknown {
    return this.all ? annotate(error, { transferred: this.gone }) : error;
  }

  /** @throws TypeError where the caller has transferred the buffer away. */
  get rest(): Uint8Array {
    if (this.bytes.length !== this.#size) throw detached();
    return this.bytes.subarray(this.gone);
  }
}

/** The loop, as far as it concerns writing. @internal */
export interface WriteLoop {
  /** An error that the connection has not told anybody yet; null: none. */
  takeFailure(): unknown;
  /** Such an error: the next call's. */
  fail(error: unknown): void;
  /** How long a call may wait, in milliseconds. */
  limit(fd: Fd): number | null;
  /** `gone` is called when the system has taken the bytes. */
  write(fd: Fd, bytes: Uint8Array, gone: () => void): void;
  /** The number of calls that wait has changed. */
  waitingChanged(): void;
}

/**
 * What goes out over a connection. The kernel is asked to take bytes directly; when it is full, the loop is given a single
 * byte, and when that has gone there is room again. So nothing is ever queued that a time limit or a signal would have to
 * take back, but for that byte, which counts as written. Calls are served in the order in which they were made.
 * @internal
 */
export class Outflow {
  readonly #loop: WriteLoop;
  readonly #waiting = new CallQueue<Writing>();
  /** Of which call the byte is that the loop has. */
  #probe: Writing | null = null;
  #whenProbed: (() => void)[] = [];

  constructor(loop: WriteLoop) {
    this.#loop = loop;
  }

  get waits(): boolean {
    return this.#waiting.waits;
  }

  /** A byte that was written is still with the loop. */
  get owes(): boolean {
    return this.#probe !== null;
  }

  /** At once where the kernel has room. `owner`: the handle; `all`: as {@link Writing} has it. */
  write(
    owner: object,
    fd: Fd,
    bytes: Uint8Array,
    all: boolean,
    signal: AbortSignal | undefined,
  ): number | Promise<number> {
    const writing = new Writing(owner, fd, bytes, all);
    const free = !this.#waiting.waits && this.#probe === null;
    if (free && this.#sendNow(writing)) return fairly(writing.gone);
    writing.within(this.#loop.limit(fd), signal, (why) => this.#gaveUp(writing, why));
    this.#waiting.add(writing);
    if (free) this.#probeWith(writing);
    this.#loop.waitingChanged();
    return writing.promise;
  }

  /** Calls back when a byte whose call was given up has gone; at once where there is none. */
  whenPaid(done: () => void): void {
    if (this.#probe === null || this.#probe === this.#waiting.first) done();
    else this.#whenProbed.push(done);
  }

  /** The loop's own socket has failed while writing. */
  broke(error: unknown): void {
    const probe = this.#takeLostProbe();
    if (probe === null) this.#loop.fail(error);
    else this.#finish(probe, error);
    this.#goOn();
  }

  /** The loop's own socket is gone for another reason. */
  lost(): void {
    this.#takeLostProbe();
    this.#goOn();
  }

  /** The handle is closed, or moved. */
  leave(owner: object, error: () => unknown): void {
    for (const writing of this.#waiting.of(owner)) this.#finish(writing, error());
  }

  /** Whether all has gone. */
  #sendNow(writing: Writing): boolean {
    try {
      writing.gone = this.#send(writing.fd, writing.bytes);
    } catch (error) {
      throw writing.explain(error);
    }
    return writing.gone === writing.bytes.length;
  }

  #send(fd: Fd, bytes: Uint8Array): number {
    const failure = this.#loop.takeFailure();
    if (failure !== null) throw failure;
    try {
      return native.send(fd, bytes);
    } catch (error) {
      if (isWouldBlock(error)) return 0;
      throw error;
    }
  }

  /** A loop that cannot be had ends the call. */
  #probeWith(writing: Writing): void {
    const byte = Uint8Array.of(writing.bytes[writing.gone]!);
    try {
      this.#loop.write(writing.fd, byte, () => {
        if (this.#probe !== writing) return;
        this.#takeProbe();
        this.#goOn();
      });
    } catch (error) {
      this.#finish(writing, error);
      return;
    }
    writing.gone++;
    this.#probe = writing;
  }

  #takeProbe(): Writing | null {
    const probe = this.#probe;
    this.#probe = null;
    for (const done of this.#whenProbed.splice(0)) done();
    return probe;
  }

  /** The call whose byte it was, if it still waits. */
  #takeLostProbe(): Writing | null {
    const probe = this.#takeProbe();
    if (probe === null || this.#waiting.first !== probe) return null;
    probe.gone--;
    return probe;
  }

  #goOn(): void {
    while (this.#waiting.waits && this.#probe === null) {
      const writing = this.#waiting.first!;
      try {
        writing.gone += this.#send(writing.fd, writing.rest);
      } catch (error) {
        this.#finish(writing, error);
        continue;
      }
      if (writing.gone === writing.bytes.length) this.#finish(writing, null);
      else {
        writing.restart();
        this.#probeWith(writing);
      }
    }
    this.#loop.waitingChanged();
  }

  #gaveUp(writing: Writing, why: GivenUp): void {
    const part = !writing.all && writing.gone > 0;
    if (part) this.#finish(writing, null);
    else if (why === 'timeout') this.#finish(writing, timedOut('send'));
    else {
      this.#forget(writing);
      writing.failAborted();
    }
  }

  /** `error`, null for none, is the call's, unless a part has gone and is an answer: then it is the next call's. */
  #finish(writing: Writing, error: unknown): void {
    this.#forget(writing);
    const { all, gone } = writing;
    if (error === null) writing.done(gone);
    else if (all || gone === 0) writing.fail(writing.explain(error));
    else {
      this.#loop.fail(error);
      writing.done(gone);
    }
  }

  #forget(writing: Writing): void {
    this.#waiting.remove(writing);
    this.#loop.waitingChanged();
  }
}
