import { native } from '../binding/index.js';
import { resolveSome, type ToSocketAddrs } from '../net/to_socket_addrs.js';
import { nativeUdpOf } from './native_udp_handler.js';
import { checkServeUdpOptions, type ServeUdpOptions } from './udp_options.js';
import { startUdpServer, type UdpHandler, type UdpServer } from './udp_server.js';

/**
 * Starts a UDP server. Threads of its own take the datagrams, and answer them while this thread does whatever it likes; or,
 * where the handler is a function, this thread is given them.
 *
 * A native handler's answer comes from the address that the datagram was sent to, also where the server is bound to all of
 * the machine's; what `sendTo()` sends comes from the one that the kernel chooses.
 *
 * While this thread is busy, datagrams for a function wait: some 4,096, or 4 MiB if that is less, in the server, then in the
 * kernel's receive buffer, which drops what finds no room and counts it (`stats().droppedByKernel`). The server drops none.
 *
 * **Blocks** only while a name is looked up.
 *
 * @param addr where to bind: the first address that can be bound; port 0 lets the system choose one.
 * @param handler `handlers.udpEcho()`, `handlers.udpTime()`, or a function that is called for each datagram.
 * @returns the server; it receives already.
 * @throws IoError as `UdpSocket.bind` does: AddrInUse, AddrNotAvailable, PermissionDenied, …; WouldBlock when no thread is to
 * be had.
 *
 * @example
 * ```ts
 * const server = serveUdp('127.0.0.1:9000', handlers.udpEcho());
 * process.once('SIGTERM', () => server.shutdown());
 *
 * serveUdp('127.0.0.1:9001', (datagram, from, server) => server.sendTo(datagram.reverse(), from));
 * ```
 */
export function serveUdp(addr: ToSocketAddrs, handler: UdpHandler, options?: ServeUdpOptions): UdpServer {
  if (typeof handler !== 'function') nativeUdpOf(handler);
  const checked = checkServeUdpOptions(options);
  checked.signal?.throwIfAborted();
  const { reuseAddr, reusePort, ipv6Only } = checked;
  const socket = native.udpBind(resolveSome(addr), reuseAddr, reusePort, ipv6Only);
  return startUdpServer(socket, handler, checked);
}
