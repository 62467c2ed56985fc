/**
 * Rust's `std::net` for Node.js: blocking TCP and UDP sockets, and servers in native threads.
 *
 * Calls block the thread that makes them, until what they wait for has come, a timeout is over, or another thread closes the socket:
 * fine in a command-line tool, a test or a Worker. On the main thread of a server use {@link serve}, or `stdnet/async`.
 *
 * @module stdnet
 */

export type { Bytes } from './core/bytes.js';
export { ErrorKind } from './core/error_kind.js';
export { IoError, type IoErrorDetails } from './core/io_error.js';
export { BufReader } from './io/buf_reader.js';
export { BufWriter } from './io/buf_writer.js';
export { copy } from './io/copy.js';
export { LineWriter } from './io/line_writer.js';
export type { Read } from './io/read.js';
export type { Write } from './io/write.js';
export { KvStore, type KvStoreOptions } from './kv/kv_store.js';
export type { SharedKvStore } from './kv/shared_kv_store.js';
export { IpAddr } from './net/ip_addr.js';
export type { Keepalive } from './net/keepalive.js';
export { Shutdown } from './net/shutdown.js';
export { SocketAddr, type SocketAddrScope } from './net/socket_addr.js';
export { TcpListener, type TcpListenerOptions } from './net/tcp_listener.js';
export { TcpStream } from './net/tcp_stream.js';
export { type ToSocketAddrs, toSocketAddrs } from './net/to_socket_addrs.js';
export { UdpSocket, type UdpSocketOptions } from './net/udp_socket.js';
export { Connection } from './server/connection.js';
export type { ConnectionEvents } from './server/connection_events.js';
export type {
  ConnectionInfo,
  DisconnectInfo,
  DropReason,
  TcpServerEvents,
  UdpServerEvents,
} from './server/events.js';
export { handlers, type KvOptions, type LinesOptions } from './server/handlers.js';
export { type InWorkersOptions, inWorkers } from './server/in_workers.js';
export type { NativeHandler } from './server/native_handler.js';
export type { NativeUdpHandler } from './server/native_udp_handler.js';
export type { ServeOptions } from './server/options.js';
export { serve } from './server/serve.js';
export { serveUdp } from './server/serve_udp.js';
export type { ServerMessages } from './server/server_messages.js';
export type { ServerStats, UdpServerStats } from './server/stats.js';
export type { TcpHandler } from './server/tcp_handler.js';
export { type ShutdownOptions, TcpServer } from './server/tcp_server.js';
export type { ServeUdpOptions } from './server/udp_options.js';
export { type UdpHandler, UdpServer } from './server/udp_server.js';
export type { WorkerContext } from './server/worker_context.js';
export type { WorkerHandler } from './server/worker_handler.js';
