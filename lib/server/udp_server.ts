import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { illegalConstructor } from '../core/argument_error.js';
import { type Bytes, encode } from '../core/bytes.js';
import { resolveFirst, type ToSocketAddrs } from '../net/to_socket_addrs.js';
import { publish } from './channels.js';
import type { UdpServerEvents } from './events.js';
import { nativeUdpOf, type UdpHandler } from './native_udp_handler.js';
import { Server } from './server.js';
import type { UdpServerStats } from './stats.js';
import type { CheckedUdpOptions } from './udp_options.js';

const KEY = Symbol('UdpServer');

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
  /** @internal */
  private constructor(key: typeof KEY, socket: Fd, handler: UdpHandler, options: CheckedUdpOptions) {
    if (key !== KEY) throw illegalConstructor('serveUdp()');
    super({
      socket,
      start: (onEvents) => native.serveUdp(socket, nativeUdpOf(handler), options.native, onEvents),
      signal: options.signal,
    });
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
   * Sends a datagram from the server's address, of the server's own accord: to the first address, where there are several. A
   * string is sent as UTF-8. Still possible while {@link shutdown} answers what was received.
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
   * Receives no more, answers what was received before, and ends.
   *
   * @returns a promise that is fulfilled when no thread is left and the port is free.
   */
  override shutdown(): Promise<void> {
    return this.end(0);
  }

  /** @internal */
  protected override describe(): Record<string, unknown> {
    return { received: this.stats().received };
  }
}
