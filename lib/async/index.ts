/**
 * The blocking API's names on the event loop: calls that wait give promises, as `tokio::net` mirrors `std::net`.
 *
 * Each takes an `AbortSignal`; errors and kinds are those of the blocking API.
 *
 * @module stdnet/async
 */

export type { Bytes } from '../core/bytes.js';
export { ErrorKind } from '../core/error_kind.js';
export { IoError, type IoErrorDetails } from '../core/io_error.js';
export { IpAddr } from '../net/ip_addr.js';
export type { Keepalive } from '../net/keepalive.js';
export { Shutdown } from '../net/shutdown.js';
export { SocketAddr, type SocketAddrScope } from '../net/socket_addr.js';
export type { TcpListenerOptions } from '../net/tcp_listener.js';
export type { ToSocketAddrs } from '../net/to_socket_addrs.js';
export type { UdpSocketOptions } from '../net/udp_socket.js';
export { BufReader } from './buf_reader.js';
export { BufWriter } from './buf_writer.js';
export type { CallOptions } from './call_options.js';
export { copy } from './copy.js';
export { LineWriter } from './line_writer.js';
export { toSocketAddrs } from './lookup.js';
export type { Read } from './read.js';
export { TcpListener } from './tcp_listener.js';
export { TcpStream } from './tcp_stream.js';
export { UdpSocket } from './udp_socket.js';
export type { Write } from './write.js';
