import { Socket } from 'node:net';
import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';

/** What every connection's bytes come in: they are handed on, or copied, before the loop reads again. */
const SHARED = Buffer.allocUnsafeSlow(64 * 1024);

/** What the event loop tells of a descriptor. @internal */
export interface LoopEvents {
  /** Bytes, good during the call. Returns whether more are wanted. */
  data(bytes: Buffer): boolean;
  /** There are no more. */
  end(): void;
  /** It is over; of the system's call that failed. */
  failed(error: NodeJS.ErrnoException): void;
}

/**
 * The event loop's hold of a socket: a `node:net` socket over a duplicate of the descriptor, so that Node may close what is its
 * own whenever it thinks it must. It keeps the process alive only when told to.
 * @internal
 */
export class LoopSocket {
  readonly #socket: Socket;
  #reading = true;

  constructor(fd: Fd, events: LoopEvents) {
    const onread = {
      buffer: SHARED,
      callback: (n: number) => {
        this.#reading = events.data(SHARED.subarray(0, n));
        return this.#reading;
      },
    };
    const options = { fd: duplicateForNode(fd), allowHalfOpen: true, readable: true, writable: true, onread };
    this.#socket = new Socket(options);
    this.#socket.unref();
    this.#socket.on('end', () => events.end());
    this.#socket.on('error', (error) => events.failed(error));
  }

  /** Reads on, if it does not. */
  read(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#socket.read(0);
  }

  pause(): void {
    this.#reading = false;
    this.#socket.pause();
  }

  /** `gone` is called when the system has them; a failure is one of the socket. */
  write(bytes: Uint8Array, gone: () => void): void {
    this.#socket.write(bytes, (error) => {
      if (!error) gone();
    });
  }

  keepAlive(alive: boolean): void {
    if (alive) this.#socket.ref();
    else this.#socket.unref();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** A descriptor that Node is to close. @internal */
export function duplicateForNode(fd: Fd): Fd {
  const copy = native.duplicate(fd);
  native.release(copy);
  return copy;
}
