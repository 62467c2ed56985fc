import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { illegalConstructor } from '../core/argument_error.js';
import { type Bytes, encode } from '../core/bytes.js';
import type { SocketAddr } from '../net/socket_addr.js';
import { resolveFirst, type ToSocketAddrs } from '../net/to_socket_addrs.js';
import { publish } from './channels.js';
import { DatagramMail } from './datagram_mail.js';
import type { UdpServerEvents } from './events.js';
import { type NativeUdpHandler, nativeUdpOf } from './native_udp_handler.js';
import { Server } from './server.js';
import type { UdpServerStats } from './stats.js';
import type { CheckedUdpOptions } from './udp_options.js';

const KEY = Symbol('UdpServer');

/**
 * What `serveUdp()` does with its datagrams: `handlers.udpEcho()` or `handlers.udpTime()`, wholly in native threads; or a
 * function that is called on the JS thread for each of them, empty ones too, in the order in which they came (where `threads`
 * is 1).
 *
 * The datagram is the function's: nobody writes to it any more. It answers, if it does, with `server.sendTo(…, from)`.
 *
 * A function that throws, or lets through what `sendTo()` throws, is an uncaught exception, as in Node; the datagrams behind
 * it are still delivered. What an `async` function rejects with is an unhandled rejection.
 */
export type UdpHandler = NativeUdpHandler | ((datagram: Buffer, from: SocketAddr, server: UdpServer) => void);

/** Takes over a bound descriptor. @internal */
export let startUdpServer: (socket: Fd, handler: UdpHandler, options: CheckedUdpOptions) => UdpServer;

/**
 * A server that `serveUdp()` has started. It goes on, and keeps the process alive, until it is closed, whether or not
 * anybody refers to it.
 *
 * Events: 'error' (a datagram could not be received, or an answer not be sent; the server goes on) and 'close' (everything
 * has ended). Whoever sends datagrams can cause errors as fast as he likes, so one a second is told; {@link stats} counts all.
 * Both are published through `node:diagnostics_channel` too: see {@link ServerMessages}. Unlike Node's sockets, a server
 * without an 'error' listener does not throw.
 */
export class UdpServer extends Server<UdpServerEvents> {
  /** null: the handler is native. */
  readonly #mail: DatagramMail | null;

  /** @internal */
  private constructor(key: typeof KEY, socket: Fd, handler: UdpHandler, options: CheckedUdpOptions) {
    if (key !== KEY) throw illegalConstructor('serveUdp()');
    const mail =
      typeof handler === 'function'
        ? new DatagramMail((datagram, from) => handler(datagram, from, this))
        : null;
    super({
      socket,
      start: (onEvents) =>
        mail === null
          ? native.serveUdp(socket, nativeUdpOf(handler), options.native, onEvents)
          : native.serveDatagrams(socket, options.native, onEvents, () => mail.deliver()),
      signal: options.signal,
    });
    this.#mail = mail;
    mail?.attach(this.handle);
  }

  static {
    startUdpServer = (socket, handler, options) => {
      const server = new UdpServer(KEY, socket, handler, options);
      publish(server, ['listening']);
      return server;
    };
  }

  /** The counters now; after the end they stay as they were. */
  stats(): UdpServerStats {
    return native.serverStats(this.handle) as UdpServerStats;
  }

  /**
   * Sends a datagram from the server's address, of the server's own accord or as its function's answer: to the first address,
   * where there are several. A string is sent as UTF-8. Still possible while {@link shutdown} answers what was received.
   *
   * **Blocks** only while a name is looked up.
   *
   * @returns how many bytes were sent: all.
   * @throws IoError WouldBlock while the kernel has no room for it; Uncategorized (EMSGSIZE) when it is too long; with code
   * `ERR_SOCKET_CLOSED` after the end.
   *
   * Calls sendto(2).
   */
  sendTo(data: Bytes | string, to: ToSocketAddrs): number {
    const bytes = encode(data, 'data');
    const addr = resolveFirst(to);
    return native.udpServerSendTo(this.handle, bytes, addr);
  }

  /**
   * Receives no more, answers what was received before, or gives it to its function, and ends. What a function sends after it
   * has returned may find the server closed.
   *
   * @returns a promise that is fulfilled when no thread is left and the port is free.
   */
  override shutdown(): Promise<void> {
    return this.end(0);
  }

  /**
   * Ends everything at once: what its function was not given yet is dropped. The port is free when this returns; 'close'
   * follows. Again: does nothing.
   */
  override close(): void {
    this.#mail?.close();
    super.close();
  }

  /** @internal */
  protected override describe(): Record<string, unknown> {
    return { received: this.stats().received };
  }
}
