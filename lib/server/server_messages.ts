import type { IoError } from '../core/io_error.js';
import type { SocketAddr } from '../net/socket_addr.js';
import type { ConnectionInfo, DisconnectInfo, DropReason } from './events.js';
import type { TcpServer } from './tcp_server.js';
import type { UdpServer } from './udp_server.js';

/**
 * What every server of a thread publishes through `node:diagnostics_channel`, by the name of the channel: the server, and
 * what listeners of the event of that name are given. A subscriber may come at any time, as a listener may.
 *
 * @example
 * ```ts
 * subscribe('stdnet:server.drop', (message) => {
 *   const { peer, reason } = message as ServerMessages['stdnet:server.drop'];
 *   console.error(`refused ${peer}: ${reason}`);
 * });
 * ```
 */
export interface ServerMessages {
  /** `serve()` or `serveUdp()` is about to return this server. */
  'stdnet:server.listening': { readonly server: TcpServer | UdpServer };
  /** A connection was accepted. */
  'stdnet:server.connection': { readonly server: TcpServer; readonly info: ConnectionInfo };
  /** It is over. */
  'stdnet:server.disconnect': { readonly server: TcpServer; readonly info: DisconnectInfo };
  /** One was refused; `peer` is null where nobody knows who it was. */
  'stdnet:server.drop': {
    readonly server: TcpServer;
    readonly peer: SocketAddr | null;
    readonly reason: DropReason;
  };
  /** Something failed, and the server goes on. */
  'stdnet:server.error': { readonly server: TcpServer | UdpServer; readonly error: IoError };
  /** The last one of this server. */
  'stdnet:server.close': { readonly server: TcpServer | UdpServer };
}
