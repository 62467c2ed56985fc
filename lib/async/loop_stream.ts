import '../core/dispose.js';
import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { movedError } from '../core/errors.js';
import type { IoError } from '../core/io_error.js';
import type { KEY } from '../net/socket.js';
import { StreamSocket } from '../net/stream_socket.js';
import { busy } from './busy.js';
import type { Wanted } from './inflow.js';
import type { LoopConnection } from './loop_connection.js';
import { refuseBlocking } from './refuse_blocking.js';

/** Lets the loop go of what was never closed. */
const reaper = new FinalizationRegistry<LoopConnection>((connection) => connection.lost());

/** A handle to a connection that the event loop waits for: what it shares with its clones, and its end. */
export abstract class LoopStream extends StreamSocket implements AsyncDisposable {
  /** @internal */
  protected readonly connection: LoopConnection;

  /** @internal */
  protected constructor(key: typeof KEY, fd: Fd, connection: LoopConnection) {
    super(key, fd);
    this.connection = connection;
    connection.enter();
    reaper.register(this, connection, this);
  }

  override setReadTimeout(ms: number | null): void {
    super.setReadTimeout(ms);
    this.connection.limits.changed();
  }

  override setWriteTimeout(ms: number | null): void {
    super.setWriteTimeout(ms);
    this.connection.limits.changed();
  }

  override takeError(): IoError | null {
    void this.fd;
    return (this.connection.in.takeFailure() as IoError | null) ?? super.takeError();
  }

  /**
   * Nothing changes for `true`: a socket of the event loop never blocks.
   *
   * @throws IoError Unsupported for `false`: {@link intoBlocking} leads to a stream that blocks.
   */
  override setNonblocking(on: boolean): void {
    refuseBlocking(on);
    void this.fd;
  }

  override close(): void {
    if (!this.isOpen) return;
    reaper.unregister(this);
    this.connection.close(this, this.fd);
    super.close();
  }

  /** {@link close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** @internal */
  protected override closeFd(fd: Fd): void {
    native.reap(fd);
  }

  /** @internal */
  protected take(
    into: Uint8Array,
    wanted: Wanted,
    signal: AbortSignal | undefined,
  ): number | Promise<number> {
    return this.connection.in.read(this, this.fd, into, wanted, signal);
  }

  /** @internal */
  protected give(bytes: Uint8Array, all: boolean, signal: AbortSignal | undefined): number | Promise<number> {
    return this.connection.out.write(this, this.fd, bytes, all, signal);
  }

  /** The descriptor, blocking: the handle is unusable from now on. @internal */
  protected moveOut(): Fd {
    const { fd } = this;
    if (this.connection.shared) throw busy('the connection has other handles');
    if (this.connection.busy) throw busy('calls on the connection wait');
    native.setNonblocking(fd, false);
    reaper.unregister(this);
    this.connection.leave(this, movedError);
    return super.intoRawFd();
  }
}
