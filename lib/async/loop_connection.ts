import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { closedError } from '../core/errors.js';
import { IoError } from '../core/io_error.js';
import { Inflow } from './inflow.js';
import { Limits, READ, WRITE } from './limits.js';
import { LoopSocket } from './loop_socket.js';
import { Outflow } from './outflow.js';
import { fromNode } from './system_error.js';

/**
 * A connection as the event loop sees it. All handles to one connection share it: what the loop has read ahead belongs to
 * whichever reads next. The loop gets hold of it when a call has to wait for the first time, and lets it go at the end of the
 * stream.
 * @internal
 */
export class LoopConnection {
  readonly in: Inflow;
  readonly out: Outflow;
  #socket: LoopSocket | null = null;
  /** The loop has told the end of the stream: the kernel is asked from then on. */
  #ended = false;
  #keptAlive = false;
  #handles = 0;
  readonly limits = new Limits();

  constructor() {
    this.in = new Inflow({
      ended: () => this.#ended,
      limit: (fd) => this.limits.of(READ, fd),
      want: (fd) => this.#hold(fd).read(),
      waitingChanged: () => this.#keepAlive(),
    });
    this.out = new Outflow({
      takeFailure: () => this.in.takeFailure(),
      fail: (error) => this.#fail(error),
      limit: (fd) => this.limits.of(WRITE, fd),
      write: (fd, bytes, gone) => this.#hold(fd).write(bytes, gone),
      waitingChanged: () => this.#keepAlive(),
    });
  }

  /** There is more than one handle. */
  get shared(): boolean {
    return this.#handles > 1;
  }

  /** Calls of any handle wait. */
  get busy(): boolean {
    return this.in.waits || this.out.waits || this.out.owes;
  }

  enter(): void {
    this.#handles++;
  }

  /**
   * A handle is closed. A connection whose last one is closed with bytes unread is reset: the kernel does that for those that it
   * has itself.
   */
  close(owner: object, fd: Fd): void {
    if (this.#handles === 1 && this.in.ahead > 0) native.setLinger(fd, 0);
    this.leave(owner, closedError);
  }

  /** A handle is closed, or moved: the last one takes the loop's hold with it. */
  leave(owner: object, error: () => unknown): void {
    this.in.leave(owner, error);
    this.out.leave(owner, error);
    this.lost();
  }

  /** A handle was collected. */
  lost(): void {
    if (--this.#handles > 0 || this.#socket === null) return;
    this.#socket.pause();
    this.out.whenPaid(() => this.#letGo());
  }

  #hold(fd: Fd): LoopSocket {
    if (this.#socket !== null) return this.#socket;
    this.#keptAlive = false;
    const socket: LoopSocket = new LoopSocket(fd, {
      data: (bytes) => this.in.arrived(bytes),
      end: () => this.#end(socket),
      failed: (error) => this.#failed(socket, error),
    });
    this.#socket = socket;
    return socket;
  }

  #letGo(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #end(socket: LoopSocket): void {
    if (this.#socket !== socket) return;
    this.#ended = true;
    if (!this.out.owes) this.#letGo();
    this.in.askAgain();
  }

  #failed(socket: LoopSocket, error: NodeJS.ErrnoException): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    const reading = error.syscall === 'read';
    const told = fromNode(error, { syscall: reading ? 'recv' : 'send' });
    if (reading) {
      this.#ended = true;
      this.in.broke(told);
      this.out.lost();
    } else {
      this.out.broke(told);
      this.in.askAgain();
    }
  }

  /** BrokenPipe is no news: the system says it of every write. */
  #fail(error: unknown): void {
    if (!(error instanceof IoError && error.kind === 'BrokenPipe')) this.in.fail(error);
  }

  #keepAlive(): void {
    const alive = this.busy;
    if (alive === this.#keptAlive) return;
    this.#keptAlive = alive;
    this.#socket?.keepAlive(alive);
  }
}
