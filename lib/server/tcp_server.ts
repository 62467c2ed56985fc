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
import { isWorkerHandler } from './worker_handler.js';
import { Workers } from './workers.js';

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
 * Events: 'connection' and 'disconnect' (of each connection), 'drop' (a connection was refused), 'error' (of accepting, or of a Worker
 * that died; the server goes on) and 'close' (everything has ended). All are published through `node:diagnostics_channel` too: see
 * {@link ServerMessages}. What nobody listens or subscribes to is not sent to the JS thread at all; unlike Node's servers,
 * one without an 'error' listener does not throw: its errors are in {@link stats}.
 */
export class TcpServer extends Server<TcpServerEvents> {
  /** null: the handler is no function. */
  readonly #mail: ConnectionMail | null;
  /** null: the handler is in no Workers. */
  readonly #workers: Workers | null;

  /** @internal */
  private constructor(key: typeof KEY, listener: Fd, handler: TcpHandler, options: CheckedOptions) {
    if (key !== KEY) throw illegalConstructor('serve()');
    const mail = typeof handler === 'function' ? new ConnectionMail(handler) : null;
    const workers = isWorkerHandler(handler) ? new Workers(handler) : null;
    super({
      socket: listener,
      start: (onEvents) => {
        if (mail !== null) {
          return native.serveConnections(listener, options.native, onEvents, () => mail.deliver());
        }
        if (workers !== null) {
          return native.serveWorkers(listener, workers.id, workers.count, options.native, onEvents);
        }
        return native.serve(listener, nativeOf(handler), options.native, onEvents);
      },
      signal: options.signal,
    });
    this.#mail = mail;
    this.#workers = workers;
    mail?.attach(this.handle);
    if (workers !== null) this.#startWorkers(workers);
  }

  #startWorkers(workers: Workers): void {
    try {
      workers.start({
        failed: (error) => this.report(error),
        gone: () => native.serverClose(this.handle),
      });
    } catch (error) {
      this.close();
      throw error;
    }
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
    const over = this.end(drain);
    this.#workers?.stop(drain);
    return over;
  }

  override close(): void {
    super.close();
    this.#workers?.stop(0);
  }

  /** What connections have said comes before the end of all, and so does the end of each Worker. @internal */
  protected override beforeClose(tell: () => void): void {
    this.#mail?.deliverLast();
    if (this.#workers === null) tell();
    else this.#workers.whenGone(tell);
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
