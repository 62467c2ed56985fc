import '../core/dispose.js';
import { type InspectOptions, inspect } from 'node:util';
import { native } from '../binding/index.js';
import { type Fd, type NativeServer, PACKED_SIZE } from '../binding/native.js';
import { illegalConstructor, invalidArgType, outOfRange } from '../core/argument_error.js';
import { checkOptions } from '../core/check.js';
import { closedError } from '../core/errors.js';
import { addrFromPacked, type SocketAddr } from '../net/socket_addr.js';
import { hasSubscribers, publish, watchSubscribers } from './channels.js';
import { eventOf, type ServerEvent, type TcpServerEvents, TOPICS } from './events.js';
import { ListenedEmitter } from './listened_emitter.js';
import { type NativeHandler, nativeOf } from './native_handler.js';
import type { CheckedOptions } from './options.js';
import type { ServerStats } from './stats.js';

const KEY = Symbol('TcpServer');

/** Takes over a listening descriptor. @internal */
export let startServer: (listener: Fd, handler: NativeHandler, options: CheckedOptions) => TcpServer;

/** What {@link TcpServer.shutdown} takes. */
export interface ShutdownOptions {
  /**
   * Milliseconds that connections have to finish by themselves; `Infinity`: as long as they like. Default 0: each is
   * ended as soon as it has answered what it had received.
   */
  drain?: number;
}

/**
 * A server that `serve()` has started. It goes on, and keeps the process alive, until it is closed, whether or not
 * anybody refers to it.
 *
 * Events: 'connection' and 'disconnect' (of each connection), 'drop' (a connection was refused), 'error' (of accepting;
 * the server goes on) and 'close' (everything has ended). All are published through `node:diagnostics_channel` too: see
 * {@link ServerMessages}. What nobody listens or subscribes to is not sent to the JS thread at all; unlike Node's servers,
 * one without an 'error' listener does not throw: its errors are in {@link stats}.
 */
export class TcpServer extends ListenedEmitter<TcpServerEvents> implements Disposable, AsyncDisposable {
  readonly #native: NativeServer;
  readonly #local: SocketAddr;
  #closing = false;
  /** The turn in which it was started is over: its listeners are there, and what they do not want is not sent. */
  #settled = false;
  readonly #closed: Promise<void>;
  #sayClosed!: () => void;
  #stopListeningToSignal = () => {};
  readonly #stopWatching: () => void;

  /** @internal */
  private constructor(key: typeof KEY, listener: Fd, handler: NativeHandler, options: CheckedOptions) {
    super();
    if (key !== KEY) throw illegalConstructor('serve()');
    this.#local = localAddrOf(listener);
    this.#native = native.serve(listener, nativeOf(handler), options.native, () => this.#takeEvents());
    this.#closed = new Promise((resolve) => {
      this.#sayClosed = resolve;
    });
    if (options.signal !== undefined) this.#closeOn(options.signal);
    this.#stopWatching = watchSubscribers(() => this.listenersChanged());
    setImmediate(() => {
      this.#settled = true;
      this.listenersChanged();
    });
  }

  static {
    startServer = (listener, handler, options) => {
      const server = new TcpServer(KEY, listener, handler, options);
      publish(server, ['listening']);
      return server;
    };
  }

  /**
   * The address that it listens on, with the port that the system chose.
   *
   * @throws IoError with code `ERR_SOCKET_CLOSED` once it was told to close or to shut down.
   */
  localAddr(): SocketAddr {
    if (this.#closing) throw closedError();
    return this.#local;
  }

  /** The counters now; after the end they stay as they were. */
  stats(): ServerStats {
    return native.serverStats(this.#native) as ServerStats;
  }

  /**
   * Stops accepting (what waits in the backlog is still served), lets connections finish for `drain` milliseconds, then
   * ends each of them as soon as it has answered what it had received. The port is free when this returns.
   *
   * Again: the shorter time counts.
   *
   * @returns a promise that is fulfilled when no connection and no thread is left.
   */
  shutdown(options?: ShutdownOptions): Promise<void> {
    const { drain = 0 } = checkOptions(options, 'options');
    checkDrain(drain);
    this.#closing = true;
    native.serverKeepAlive(this.#native, true); // for whoever awaits
    native.serverShutdown(this.#native, drain);
    return this.#closed;
  }

  /**
   * Stops accepting and ends every connection at once. The port is free when this returns; 'close' follows. Again: does
   * nothing.
   */
  close(): void {
    this.#closing = true;
    native.serverClose(this.#native);
  }

  /** Keeps the process alive as long as it is open, as it does anyhow unless {@link unref} was called. */
  ref(): this {
    native.serverKeepAlive(this.#native, true);
    return this;
  }

  /** Lets the process end though it is open. */
  unref(): this {
    native.serverKeepAlive(this.#native, false);
    return this;
  }

  /** {@link close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** {@link shutdown}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  /** `TcpServer { local: …, active: … }`, or `{ closed }`. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    if (this.#closing) return 'TcpServer { closed }';
    return `TcpServer ${inspect({ local: this.#local, active: this.stats().active }, options)}`;
  }

  /** @internal */
  protected override listenersChanged(): void {
    if (!this.#settled) return;
    const wanted = TOPICS.map((name) => this.listenerCount(name) > 0 || hasSubscribers(name));
    const topics = wanted.reduce((bits, on, bit) => bits | (Number(on) << bit), 0);
    native.serverListen(this.#native, topics);
  }

  #takeEvents(): void {
    this.#deliver(native.serverEvents(this.#native).map(eventOf));
  }

  /** A listener that throws keeps no event from the others. */
  #deliver(events: ServerEvent[]): void {
    try {
      for (let event = events.shift(); event; event = events.shift()) this.#tell(event);
    } catch (error) {
      process.nextTick(() => this.#deliver(events));
      throw error;
    }
  }

  #tell(event: ServerEvent): void {
    const [name, ...args] = event;
    if (name === 'close') {
      this.#stopListeningToSignal();
      this.#stopWatching();
      this.#sayClosed();
    }
    publish(this, event);
    // Its last listener may have gone since the event was sent, and an 'error' that nobody listens to would be thrown.
    if (this.listenerCount(name) > 0) this.emit(name, ...(args as never));
  }

  #closeOn(signal: AbortSignal): void {
    const close = () => this.close();
    signal.addEventListener('abort', close, { once: true });
    this.#stopListeningToSignal = () => signal.removeEventListener('abort', close);
  }
}

function localAddrOf(listener: Fd): SocketAddr {
  const packed = new Uint8Array(PACKED_SIZE);
  native.localAddr(listener, packed);
  return addrFromPacked(packed);
}

function checkDrain(drain: unknown): asserts drain is number {
  if (typeof drain !== 'number') throw invalidArgType('options.drain', 'of type number', drain);
  if (!(drain >= 0)) throw outOfRange('options.drain', '>= 0', drain);
}
