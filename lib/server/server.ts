import '../core/dispose.js';
import type { EventEmitter } from 'node:events';
import { type InspectOptions, inspect } from 'node:util';
import { native } from '../binding/index.js';
import { type Fd, type NativeServer, PACKED_SIZE } from '../binding/native.js';
import { closedError } from '../core/errors.js';
import type { IoError } from '../core/io_error.js';
import { orClosed } from '../net/or_closed.js';
import { addrFromPacked, type SocketAddr } from '../net/socket_addr.js';
import { hasSubscribers, publish, watchSubscribers } from './channels.js';
import { eventOf, type ServerEvent, TOPICS, type UdpServerEvents } from './events.js';
import { ListenedEmitter } from './listened_emitter.js';

/** What a server is made of. @internal */
export interface Launch {
  /** Bound already. */
  readonly socket: Fd;
  readonly start: (onEvents: () => void) => NativeServer;
  readonly signal: AbortSignal | undefined;
}

/**
 * A server in native threads, as far as TCP and UDP have it in common. It goes on, and keeps the process alive, until it is
 * closed, whether or not anybody refers to it.
 */
export abstract class Server<Events extends UdpServerEvents & Record<keyof Events, unknown[]>>
  extends ListenedEmitter<Events>
  implements Disposable, AsyncDisposable
{
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
  protected constructor({ socket, start, signal }: Launch) {
    super();
    this.#local = orClosed(socket, () => localAddrOf(socket));
    this.#native = start(() => this.#takeEvents());
    this.#closed = new Promise((resolve) => {
      this.#sayClosed = resolve;
    });
    if (signal !== undefined) this.#closeOn(signal);
    this.#stopWatching = watchSubscribers(() => this.listenersChanged());
    setImmediate(() => {
      this.#settled = true;
      this.listenersChanged();
    });
  }

  /** @internal */
  protected get handle(): NativeServer {
    return this.#native;
  }

  /**
   * The address that it is bound to, with the port that the system chose.
   *
   * @throws IoError with code `ERR_SOCKET_CLOSED` once it was told to close or to shut down.
   */
  localAddr(): SocketAddr {
    if (this.#closing) throw closedError();
    return this.#local;
  }

  /** Fulfilled when no thread is left. @internal */
  protected end(drain: number): Promise<void> {
    this.#closing = true;
    native.serverKeepAlive(this.#native, true); // for whoever awaits
    native.serverShutdown(this.#native, drain);
    return this.#closed;
  }

  /** Ends it in good order. */
  abstract shutdown(): Promise<void>;

  /** Ends everything at once. The port is free when this returns; 'close' follows. Again: does nothing. */
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

  /** Everything native has ended; 'close' is told when `tell` is called. @internal */
  protected beforeClose(tell: () => void): void {
    tell();
  }

  /** Tells of an error that is not the native side's. @internal */
  protected report(error: IoError): void {
    this.#deliver([['error', error]]);
  }

  /** What `util.inspect` shows beside the address. @internal */
  protected abstract describe(): Record<string, unknown>;

  /** `TcpServer { local: …, active: … }`, or `{ closed }`. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const name = this.constructor.name;
    if (this.#closing) return `${name} { closed }`;
    return `${name} ${inspect({ local: this.#local, ...this.describe() }, options)}`;
  }

  /** @internal */
  protected override listenersChanged(): void {
    if (!this.#settled) return;
    const wanted = TOPICS.map((name) => this.#isHeard(name) || hasSubscribers(name));
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
    if (event[0] === 'close') this.beforeClose(() => this.#finish());
    else this.#emit(event);
  }

  #finish(): void {
    this.#stopListeningToSignal();
    this.#stopWatching();
    this.#sayClosed();
    this.#emit(['close']);
  }

  #emit(event: ServerEvent): void {
    const [name, ...args] = event;
    publish(this, event);
    // Its last listener may have gone since the event was sent, and an 'error' that nobody listens to would be thrown.
    if (this.#isHeard(name)) (this as unknown as EventEmitter).emit(name, ...args);
  }

  #isHeard(name: ServerEvent[0]): boolean {
    return (this as unknown as EventEmitter).listenerCount(name) > 0;
  }

  #closeOn(signal: AbortSignal): void {
    const close = () => this.close();
    signal.addEventListener('abort', close, { once: true });
    this.#stopListeningToSignal = () => signal.removeEventListener('abort', close);
  }
}

function localAddrOf(socket: Fd): SocketAddr {
  const packed = new Uint8Array(PACKED_SIZE);
  native.localAddr(socket, packed);
  return addrFromPacked(packed);
}
