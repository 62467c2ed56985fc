import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { illegalConstructor, invalidArgType, outOfRange } from '../core/argument_error.js';
import { checkOptions } from '../core/check.js';
import { publish } from './channels.js';
import { ConnectionMail } from './connection_mail.js';
import type { TcpServerEvents } from './events.js';
import { nativeOf } from './native_handler.js';
import type { CheckedOptions } from './options.js';
import { Server } from './server.js';
import type { ServerStats } from './stats.js';
import type { TcpHandler } from './tcp_handler.js';

const KEY = Symbol('TcpServer');

/** Takes over a listening descriptor. @internal */
export let startServer: (listener: Fd, handler: TcpHandler, options: CheckedOptions) => TcpServer;

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
export class TcpServer extends Server<TcpServerEvents> {
  /** null: the handler is native. */
  readonly #mail: ConnectionMail | null;

  /** @internal */
  private constructor(key: typeof KEY, listener: Fd, handler: TcpHandler, options: CheckedOptions) {
    if (key !== KEY) throw illegalConstructor('serve()');
    const mail = typeof handler === 'function' ? new ConnectionMail(handler) : null;
    super({
      socket: listener,
      start: (onEvents) =>
        mail === null
          ? native.serve(listener, nativeOf(handler), options.native, onEvents)
          : native.serveConnections(listener, options.native, onEvents, () => mail.deliver()),
      signal: options.signal,
    });
    this.#mail = mail;
    mail?.attach(this.handle);
  }

  static {
    startServer = (listener, handler, options) => {
      const server = new TcpServer(KEY, listener, handler, options);
      publish(server, ['listening']);
      return server;
    };
  }

  /** The counters now; after the end they stay as they were. */
  stats(): ServerStats {
    return native.serverStats(this.handle) as ServerStats;
  }

  /**
   * Stops accepting (what waits in the backlog is still served), lets connections finish for `drain` milliseconds, then
   * ends each of them as soon as it has answered what it had received. The port is free when this returns.
   *
   * Again: the shorter time counts.
   *
   * @returns a promise that is fulfilled when no connection and no thread is left.
   */
  override shutdown(options?: ShutdownOptions): Promise<void> {
    const { drain = 0 } = checkOptions(options, 'options');
    checkDrain(drain);
    return this.end(drain);
  }

  /** What connections have said comes before the end of all. @internal */
  protected override beforeClose(): void {
    this.#mail?.deliverLast();
  }

  /** @internal */
  protected override describe(): Record<string, unknown> {
    return { active: this.stats().active };
  }
}

function checkDrain(drain: unknown): asserts drain is number {
  if (typeof drain !== 'number') throw invalidArgType('options.drain', 'of type number', drain);
  if (!(drain >= 0)) throw outOfRange('options.drain', '>= 0', drain);
}
