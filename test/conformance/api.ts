import type * as mirror from '../../lib/async/index.js';
import type * as blocking from '../../lib/index.js';

/** What a scenario is performed with: the calls of one give values, those of the other promises of the same. */
export type Api =
  | Pick<typeof blocking, 'TcpListener' | 'TcpStream' | 'UdpSocket'>
  | Pick<typeof mirror, 'TcpListener' | 'TcpStream' | 'UdpSocket'>;
export type Listener = blocking.TcpListener | mirror.TcpListener;
export type Stream = blocking.TcpStream | mirror.TcpStream;
export type Datagrams = blocking.UdpSocket | mirror.UdpSocket;
