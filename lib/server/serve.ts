import './debug_log.js';
import { native } from '../binding/index.js';
import { resolveSome, type ToSocketAddrs } from '../net/to_socket_addrs.js';
import { checkServeOptions, checkWorkerServeOptions, type ServeOptions } from './options.js';
import { checkTcpHandler, type TcpHandler } from './tcp_handler.js';
import { startServer, type TcpServer } from './tcp_server.js';
import { isWorkerHandler } from './worker_handler.js';

/**
 * Starts a TCP server that serves its connections in OS threads, one for each or a pool for all (`options.threads`), while
 * this thread does whatever it likes.
 *
 * **Blocks** only while a name is looked up.
 *
 * @param addr where to listen: the first address that can be bound; port 0 lets the system choose one.
 * @param handler one of {@link handlers}, a module {@link inWorkers}, or a function that handles connections on this thread.
 * @returns the server; it listens already.
 * @throws IoError as `TcpListener.bind` does: AddrInUse, AddrNotAvailable, PermissionDenied, …; WouldBlock when no
 * thread is to be had.
 *
 * @example
 * ```ts
 * const server = serve('127.0.0.1:7878', handlers.echo(), { idleTimeout: 60_000 });
 * process.once('SIGTERM', () => server.shutdown({ drain: 1_000 }));
 * ```
 */
export function serve(addr: ToSocketAddrs, handler: TcpHandler, options?: ServeOptions): TcpServer {
  checkTcpHandler(handler);
  const checked = isWorkerHandler(handler) ? checkWorkerServeOptions(options) : checkServeOptions(options);
  checked.signal?.throwIfAborted();
  const { backlog, reusePort, ipv6Only } = checked;
  const listener = native.tcpBind(resolveSome(addr), backlog, reusePort, ipv6Only);
  return startServer(listener, handler, checked);
}
