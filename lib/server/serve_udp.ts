import { native } from '../binding/index.js';
import { resolveSome, type ToSocketAddrs } from '../net/to_socket_addrs.js';
import { nativeUdpOf, type UdpHandler } from './native_udp_handler.js';
import { checkServeUdpOptions, type ServeUdpOptions } from './udp_options.js';
import { startUdpServer, type UdpServer } from './udp_server.js';

/**
 * Starts a UDP server that answers datagrams in threads of its own, while this thread does whatever it likes.
 *
 * An answer comes from the address that the datagram was sent to, also where the server is bound to all of the machine's.
 *
 * **Blocks** only while a name is looked up.
 *
 * @param addr where to bind: the first address that can be bound; port 0 lets the system choose one.
 * @param handler `handlers.udpEcho()` or `handlers.udpTime()`.
 * @returns the server; it receives already.
 * @throws IoError as `UdpSocket.bind` does: AddrInUse, AddrNotAvailable, PermissionDenied, …; WouldBlock when no thread is to
 * be had.
 *
 * @example
 * ```ts
 * const server = serveUdp('127.0.0.1:9000', handlers.udpEcho());
 * process.once('SIGTERM', () => server.shutdown());
 * ```
 */
export function serveUdp(addr: ToSocketAddrs, handler: UdpHandler, options?: ServeUdpOptions): UdpServer {
  nativeUdpOf(handler);
  const checked = checkServeUdpOptions(options);
  checked.signal?.throwIfAborted();
  const { reuseAddr, reusePort, ipv6Only } = checked;
  const socket = native.udpBind(resolveSome(addr), reuseAddr, reusePort, ipv6Only);
  return startUdpServer(socket, handler, checked);
}
