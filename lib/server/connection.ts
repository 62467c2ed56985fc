import type { Duplex } from 'node:stream';
import { type InspectOptions, inspect } from 'node:util';
import { native } from '../binding/index.js';
import type { NativeServer } from '../binding/native.js';
import { illegalConstructor, invalidArgType } from '../core/argument_error.js';
import { type Bytes, encode } from '../core/bytes.js';
import { closedError } from '../core/errors.js';
import type { IoError } from '../core/io_error.js';
import type { SocketAddr } from '../net/socket_addr.js';
import { chunksOf } from './connection_chunks.js';
import { duplexOf } from './connection_duplex.js';
import type { ConnectionEvents, PastClose } from './connection_events.js';
import type { ConnectionInfo } from './events.js';
import { ListenedEmitter } from './listened_emitter.js';
import type { Pace } from './pace.js';
import { WaitingChunks } from './waiting_chunks.js';

/** What the server's mail does to a connection. @internal */
export interface Inlet {
  bytes(chunk: Buffer): void;
  ended(): void;
  drained(): void;
  over(error: IoError | null): void;
}

const KEY = Symbol('Connection');

/** More than this in the backlog, and `write()` returns false. Relay::kHighWater in native/relay/relay.h. */
const HIGH_WATER = 64 * 1024;
/** What may wait here for somebody to want it; then the server stops receiving. */
const MOST_WAITING = 256 * 1024;

/** A connection, and the way that its mail takes. @internal */
export let openConnection: (
  server: NativeServer,
  pace: Pace,
  slot: number,
  info: ConnectionInfo,
) => { connection: Connection; inlet: Inlet };

/**
 * One connection of a server whose handler is a JavaScript function: its bytes are received on a thread of the server's, and
 * its events come on the JS thread.
 *
 * Nothing is lost before somebody listens: bytes wait until there is a 'data' listener, an iterator, or a call of
 * {@link resume}. The server receives ahead of that, but bounded: some 256 KiB.
 *
 * It closes when both sides have ended, or when it breaks. Where nobody listens for 'end', its own side ends with the
 * peer's, so that a connection that nobody minds does not stay.
 */
export class Connection extends ListenedEmitter<ConnectionEvents> {
  /** Counts up from 1 in each server. */
  readonly id: number;
  /** The other end. */
  readonly peer: SocketAddr;
  /** Where it came in: the address and port that the peer reached. */
  readonly local: SocketAddr;
  readonly #server: NativeServer;
  readonly #pace: Pace;
  readonly #slot: number;
  /** What came while nobody wanted it. */
  readonly #waiting = new WaitingChunks();
  /** Whether somebody wants the bytes; null: nobody has said anything yet. */
  #flowing: boolean | null = null;
  #flushing = false;
  /** The server was asked not to receive. */
  #held = false;
  #peerEnded = false;
  #endTold = false;
  #ended = false;
  #sent = () => {};
  #destroyed = false;
  #destroyedWith: Error | null = null;
  /** The server has let go of it; its number is soon another's. */
  #over = false;
  #error: IoError | Error | null = null;
  #closeTold = false;
  #bytesRead = 0;
  #bytesWritten = 0;

  /** @internal */
  private constructor(key: typeof KEY, server: NativeServer, pace: Pace, slot: number, info: ConnectionInfo) {
    if (key !== KEY) throw illegalConstructor('serve() with a function');
    super();
    this.id = info.id;
    this.peer = info.peer;
    this.local = info.local;
    this.#server = server;
    this.#pace = pace;
    this.#slot = slot;
  }

  static {
    openConnection = (server, pace, slot, info) => {
      const connection = new Connection(KEY, server, pace, slot, info);
      const inlet: Inlet = {
        bytes: (chunk) => connection.#onBytes(chunk),
        ended: () => connection.#onEnded(),
        drained: () => connection.#onDrained(),
        over: (error) => connection.#onOver(error),
      };
      return { connection, inlet };
    };
  }

  /** Bytes that listeners and iterators were given. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** Bytes that {@link write} and {@link end} took, sent or not. */
  get bytesWritten(): number {
    return this.#bytesWritten;
  }

  /**
   * Sends `data`, a string as UTF-8: at once what the kernel has room for, the rest when it has. (Where handlers keep this
   * thread busy, another one sends a moment later.) The memory is the caller's again when this returns. **Never blocks.**
   *
   * @returns false: more than 64 KiB wait to be sent, and 'drain' will tell when none do; or the connection is over, and
   * 'close' will.
   * @throws IoError with code `ERR_SOCKET_CLOSED` after {@link end}.
   *
   * Calls send(2) with MSG_DONTWAIT.
   */
  write(data: Bytes | string): boolean {
    const bytes = encode(data, 'data');
    if (this.#ended) throw closedError();
    if (this.#isGone) return false;
    const waiting = this.#pace.write(this.#slot, bytes);
    if (waiting < 0) return false;
    this.#bytesWritten += bytes.byteLength;
    return waiting <= HIGH_WATER;
  }

  /**
   * Sends `data`, if there is any, and then the end of this side; the peer may go on. Again: does nothing.
   *
   * @throws IoError with code `ERR_SOCKET_CLOSED` for data after an earlier call.
   *
   * Calls shutdown(2) with SHUT_WR when all is sent.
   */
  end(data?: Bytes | string): void {
    if (data !== undefined) this.write(data);
    if (!this.#ended) this.#endThen(() => {});
  }

  /**
   * Ends both sides at once; what waits to be sent, or to be listened to, is dropped. 'close' follows, after 'error' if
   * there is one. Again: does nothing.
   */
  destroy(error?: Error): void {
    if (error !== undefined && !(error instanceof Error)) {
      throw invalidArgType('error', 'an instance of Error', error);
    }
    if (this.#destroyed || this.#closeTold) return;
    this.#destroyed = true;
    this.#waiting.clear();
    if (!this.#over) {
      this.#destroyedWith = error ?? null;
      native.connectionDestroy(this.#server, this.#slot);
    } else {
      this.#error ??= error ?? null;
      this.#settleSoon(); // only what was paused has kept it
    }
  }

  /** No 'data' until {@link resume}. Once 256 KiB wait the peer has to, too. */
  pause(): this {
    this.#flowing = false;
    this.#hold();
    return this;
  }

  /** 'data' for what waits, in a moment, and for what comes. Nobody needs to listen: then it is dropped. */
  resume(): this {
    this.#flowing = true;
    this.#settleSoon();
    return this;
  }

  /**
   * The bytes in the order in which they come, to the peer's end; `write()` and `end()` still work then. Leaving the loop
   * earlier destroys the connection. What breaks it is thrown; after `destroy()`, or when the server ends it, the loop ends.
   */
  [Symbol.asyncIterator](): AsyncIterator<Buffer, undefined> {
    return chunksOf(this, () => this.#past);
  }

  /** For `pipeline()`, `tls.TLSSocket`, the 'connection' event of an HTTP server. The stream takes all events over. */
  toDuplex(): Duplex {
    return duplexOf(
      this,
      () => this.#past,
      (sent) => this.#endThen(sent),
    );
  }

  /** `Connection { id: …, peer: …, local: … }`. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const { id, peer, local } = this;
    return `Connection ${inspect({ id, peer, local }, options)}`;
  }

  /** @internal */
  protected override listenersChanged(): void {
    if (this.#flowing === null && this.listenerCount('data') > 0) this.resume();
    else if (this.#peerEnded && !this.#endTold && this.listenerCount('end') > 0) this.#settleSoon();
  }

  /** Its 'close' was told. */
  get #past(): PastClose | null {
    return this.#closeTold ? { error: this.#error } : null;
  }

  /** Nothing can be sent or asked of the server any more. */
  get #isGone(): boolean {
    return this.#destroyed || this.#over;
  }

  #onBytes(chunk: Buffer): void {
    if (this.#destroyed) return;
    if (this.#flowing === true && !this.#flushing) {
      this.#tell(chunk);
      return;
    }
    this.#waiting.push(chunk);
    this.#hold();
  }

  #onEnded(): void {
    if (this.#destroyed) return;
    this.#peerEnded = true;
    if (!this.#flushing) this.#tellEnd();
  }

  #onDrained(): void {
    if (this.#destroyed) return;
    if (this.#ended) this.#sent();
    else this.emit('drain');
  }

  #onOver(error: IoError | null): void {
    this.#over = true;
    this.#error = this.#destroyed ? this.#destroyedWith : error;
    if (this.#error !== null) this.#waiting.clear();
    if (!this.#flushing) this.#tellClose();
  }

  /** `sent`: when everything is, unless it breaks before. */
  #endThen(sent: () => void): void {
    this.#ended = true;
    this.#sent = sent;
    if (this.#isGone || !native.connectionEnd(this.#server, this.#slot)) sent();
  }

  #tell(chunk: Buffer): void {
    this.#bytesRead += chunk.length;
    this.emit('data', chunk);
  }

  /** Nobody wants to hear of the end before the bytes. */
  #tellEnd(): void {
    const wanted = this.#flowing === true || (this.#flowing === null && this.listenerCount('end') > 0);
    if (!this.#peerEnded || this.#endTold || !wanted || !this.#waiting.isEmpty || this.#destroyed) return;
    this.#endTold = true;
    const heard = this.emit('end');
    if (!heard) this.end();
  }

  /** What somebody has only paused comes first, unless it breaks. */
  #tellClose(): void {
    if (!this.#over || this.#closeTold) return;
    const error = this.#error;
    const untold = !this.#waiting.isEmpty || (this.#peerEnded && !this.#endTold);
    if (this.#flowing === false && untold && error === null && !this.#destroyed) return;
    this.#closeTold = true;
    if (error !== null && this.listenerCount('error') > 0) {
      process.nextTick(() => this.emit('close'));
      this.emit('error', error);
    } else {
      this.emit('close');
    }
  }

  /** In a moment: whoever has just added one listener may be about to add others. */
  #settleSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    process.nextTick(() => this.#settle());
  }

  /** Tells what waits. A listener that throws keeps none of it from the others. */
  #settle(): void {
    try {
      while (this.#flowing === true) {
        const chunk = this.#waiting.shift();
        if (chunk === undefined) break;
        this.#tell(chunk);
      }
      this.#hold();
      this.#tellEnd();
      this.#flushing = false;
    } catch (error) {
      process.nextTick(() => this.#settle());
      throw error;
    }
    this.#tellClose();
  }

  #hold(): void {
    const hold = this.#flowing === false || this.#waiting.cost >= MOST_WAITING;
    if (hold === this.#held || this.#isGone) return;
    this.#held = hold;
    if (hold) native.connectionPause(this.#server, this.#slot);
    else native.connectionResume(this.#server, this.#slot);
  }
}
