import type { ErrorKind } from '../core/error_kind.js';

/** A server's counters at one moment. `accepted` is always `active + ended`. */
export interface ServerStats {
  /** Connections that got a thread. */
  accepted: number;
  /** Connections now. */
  active: number;
  /** The most that there were at a time. */
  peak: number;
  /** Connections that are over. */
  ended: number;
  /** Threads now: the one that accepts, those that serve a connection, those that wait a while for another. */
  threads: number;
  /** Bytes received, of all connections. */
  bytesIn: number;
  /** Bytes sent. */
  bytesOut: number;
  /** Connections that were refused, by reason. */
  dropped: { maxConnections: number; noThread: number; noDescriptor: number };
  /** Errors that ended connections, and those of accepting, by kind. */
  errors: Partial<Record<ErrorKind, number>>;
}
