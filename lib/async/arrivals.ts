import type { RemoteInfo } from 'node:dgram';
import { native } from '../binding/index.js';
import { type Fd, PACKED_SIZE, type Packed } from '../binding/native.js';
import { detached } from '../core/argument_error.js';
import { CallQueue } from './call_queue.js';
import { Limits, READ } from './limits.js';
import { LoopDatagrams } from './loop_datagrams.js';
import { packedOfNode } from './node_address.js';
import { fromNode, isWouldBlock, timedOut } from './system_error.js';
import { fairly, looped } from './turns.js';
import { type GivenUp, Wait } from './wait.js';

/** How much of a datagram fitted, and who sent it. @internal */
export interface Received {
  readonly n: number;
  readonly from: Packed;
}

interface Datagram {
  readonly bytes: Buffer;
  readonly from: Packed;
}

/** A call that receives. */
class Receiving extends Wait<Received> {
  readonly #size: number;

  /** @param owner the handle that it is made through, which lives at least as long. */
  constructor(
    readonly owner: object,
    readonly fd: Fd,
    readonly into: Uint8Array,
    readonly peek: boolean,
  ) {
    super();
    this.#size = into.length;
  }

  /** @throws TypeError where the caller has transferred the buffer away. */
  take({ bytes, from }: Datagram): Received {
    if (this.into.length !== this.#size) throw detached();
    const n = Math.min(bytes.length, this.#size);
    this.into.set(n === bytes.length ? bytes : bytes.subarray(0, n));
    return { n, from };
  }
}

/**
 * The datagrams that come to a socket, and the calls that wait for one, in the order in which they were made. All handles to
 * one socket share it. Of what nobody has asked for, one datagram at most is taken from the kernel.
 * @internal
 */
export class Arrivals {
  readonly limits = new Limits();
  readonly #v6: boolean;
  readonly #waiting = new CallQueue<Receiving>();
  #ahead: Datagram | null = null;
  /** An error that the loop has met while nobody was receiving: it belongs to the next call. */
  #failure: unknown = null;
  #loop: LoopDatagrams | null = null;
  #handles = 0;

  constructor(v6: boolean) {
    this.#v6 = v6;
  }

  get waits(): boolean {
    return this.#waiting.waits;
  }

  get shared(): boolean {
    return this.#handles > 1;
  }

  /** One was taken from the kernel and not asked for. */
  get ahead(): boolean {
    return this.#ahead !== null;
  }

  /** At once where there is one. */
  receive(
    owner: object,
    fd: Fd,
    into: Uint8Array,
    peek: boolean,
    signal: AbortSignal | undefined,
  ): Received | Promise<Received> {
    const receiving = new Receiving(owner, fd, into, peek);
    if (!this.waits) {
      const received = this.#now(receiving);
      if (received !== null) return fairly(received);
    }
    this.#wait(fd); // first: where that fails, nothing waits
    receiving.within(this.limits.of(READ, fd), signal, (why) => this.#gaveUp(receiving, why));
    this.#waiting.add(receiving);
    return receiving.promise;
  }

  takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = null;
    return failure;
  }

  enter(): void {
    this.#handles++;
  }

  /** A handle is closed, or moved: the last one takes the loop's hold with it. */
  leave(owner: object, error: () => unknown): void {
    for (const receiving of this.#waiting.of(owner)) {
      this.#refuse(receiving, error());
    }
    this.lost();
  }

  /** A handle was collected. */
  lost(): void {
    if (--this.#handles > 0) return;
    this.#loop?.close();
    this.#loop = null;
  }

  #now(receiving: Receiving): Received | null {
    const ahead = this.#ahead;
    if (ahead !== null) {
      if (!receiving.peek) this.#ahead = null;
      return receiving.take(ahead);
    }
    if (this.#failure !== null) throw this.takeFailure();
    if (this.#loop !== null || !native.isReadable(receiving.fd)) return null;
    return ask(receiving);
  }

  #wait(fd: Fd): void {
    this.#loop ??= this.#hold(fd);
    this.#loop.keepAlive(true);
  }

  #hold(fd: Fd): LoopDatagrams {
    const loop: LoopDatagrams = new LoopDatagrams(fd, this.#v6, {
      datagram: (bytes, from) => this.#arrived(bytes, from),
      failed: (error) => this.#failed(loop, error),
    });
    return loop;
  }

  /** Returns whether the loop shall go on. */
  #arrived(bytes: Buffer, from: RemoteInfo): boolean {
    looped();
    this.#ahead = { bytes, from: packedOfNode(from.address, from.port) };
    while (this.#ahead !== null && this.waits) this.#serve(this.#waiting.first!);
    if (this.#ahead === null) {
      this.#loop?.keepAlive(this.waits);
      return true;
    }
    this.#loop = null;
    return false;
  }

  #failed(loop: LoopDatagrams, error: NodeJS.ErrnoException): void {
    if (this.#loop !== loop) return;
    this.#loop = null;
    const told = fromNode(error, { syscall: 'recvfrom' });
    const { first } = this.#waiting;
    if (first === undefined) this.#failure = told;
    else this.#refuse(first, told);
    while (this.waits && this.#loop === null) this.#serve(this.#waiting.first!);
  }

  /** Where there is nothing, it waits on. */
  #serve(receiving: Receiving): void {
    try {
      const received = this.#now(receiving);
      if (received === null) {
        this.#wait(receiving.fd);
        return;
      }
      receiving.done(received);
    } catch (error) {
      receiving.fail(error);
    }
    this.#forget(receiving);
  }

  #gaveUp(receiving: Receiving, why: GivenUp): void {
    this.#forget(receiving);
    if (why === 'abort') receiving.failAborted();
    else receiving.fail(timedOut('recvfrom'));
  }

  #refuse(receiving: Receiving, error: unknown): void {
    this.#forget(receiving);
    receiving.fail(error);
  }

  #forget(receiving: Receiving): void {
    this.#waiting.remove(receiving);
    this.#loop?.keepAlive(this.waits);
  }
}

function ask({ fd, into, peek }: Receiving): Received | null {
  const from = new Uint8Array(PACKED_SIZE);
  try {
    const n = peek ? native.udpPeekFrom(fd, into, from) : native.udpRecvFrom(fd, into, from);
    return { n, from };
  } catch (error) {
    if (isWouldBlock(error)) return null; // it went to another process, or its checksum was wrong
    throw error;
  }
}
