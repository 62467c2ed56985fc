import type { NativeServerEvent } from '../binding/native.js';
import type { IoError } from '../core/io_error.js';
import { addrFromPacked, type SocketAddr } from '../net/socket_addr.js';

/** Who a connection is: the argument of 'connection'. */
export interface ConnectionInfo {
  /** Counts up from 1 in each server. */
  readonly id: number;
  /** The other end. */
  readonly peer: SocketAddr;
  /** Where it came in: the address and port that the peer reached. */
  readonly local: SocketAddr;
}

/** What became of it: the argument of 'disconnect'. */
export interface DisconnectInfo extends ConnectionInfo {
  /** Bytes received from the peer. */
  readonly bytesIn: number;
  /** Bytes sent to it, or handed to the kernel for it. */
  readonly bytesOut: number;
  /** Milliseconds. */
  readonly duration: number;
  /** Why it ended; null where the peer, or the handler, ended it in good order, and where the server did. */
  readonly error: IoError | null;
}

/** Why a connection was refused. */
export type DropReason = 'max-connections' | 'no-thread' | 'no-descriptor';

/** The events of a UDP server and what their listeners are given. */
export interface UdpServerEvents {
  /** Something failed, and the server goes on. */
  error: [error: IoError];
  /** The last event: no thread is left. */
  close: [];
}

/** The events of a TCP server and what their listeners are given. */
export interface TcpServerEvents extends UdpServerEvents {
  /** One was accepted, and is about to be served. */
  connection: [info: ConnectionInfo];
  /** It is over. */
  disconnect: [info: DisconnectInfo];
  /** One was refused; `peer` is null where nobody knows who it was. */
  drop: [peer: SocketAddr | null, reason: DropReason];
}

/** A server's event as its listeners get it. @internal */
export type ServerEvent = {
  [Name in keyof TcpServerEvents]: [name: Name, ...TcpServerEvents[Name]];
}[keyof TcpServerEvents];

/** At the place that is the event's type on the native side. 'close' is sent whoever listens. @internal */
export const TOPICS = ['connection', 'disconnect', 'drop', 'error'] as const;

const DROP_REASONS = ['max-connections', 'no-thread', 'no-descriptor'] as const;

/** @internal */
export function eventOf(event: NativeServerEvent): ServerEvent {
  switch (event[0]) {
    case 0: {
      const [, id, peer, local] = event;
      return ['connection', { id, peer: addrFromPacked(peer), local: addrFromPacked(local) }];
    }
    case 1: {
      const [, id, peer, local, bytesIn, bytesOut, duration, error] = event;
      const who = { id, peer: addrFromPacked(peer), local: addrFromPacked(local) };
      return ['disconnect', { ...who, bytesIn, bytesOut, duration, error: error as IoError | null }];
    }
    case 2: {
      const [, peer, reason] = event;
      return ['drop', peer === null ? null : addrFromPacked(peer), DROP_REASONS[reason]];
    }
    case 3:
      return ['error', event[1] as IoError];
    case 4:
      return ['close'];
  }
}
