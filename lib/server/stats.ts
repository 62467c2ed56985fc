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
  /** Threads now: the one that accepts, those that serve a connection, those that wait a while for another; Workers. */
  threads: number;
  /** Bytes received, of all connections. */
  bytesIn: number;
  /** Bytes sent. */
  bytesOut: number;
  /** Connections that were refused, by reason. */
  dropped: {
    /** There were as many as there may be. */
    maxConnections: number;
    /** The system had no thread for it. */
    noThread: number;
    /** The process had no descriptor for it. */
    noDescriptor: number;
  };
  /** Errors that ended connections, and those of accepting, by kind. */
  errors: Partial<Record<ErrorKind, number>>;
}

/**
 * A UDP server's counters at one moment. Every datagram that reached its socket is in `received`, in `droppedByKernel`, or still
 * waits; what is lost on the way there, nobody at the socket can count.
 */
export interface UdpServerStats {
  /** Datagrams received. */
  received: number;
  /** Answers, and what `sendTo()` has sent. An answer may arrive a moment before it is counted. */
  sent: number;
  /** Bytes received, as far as `maxDatagram` goes. */
  bytesIn: number;
  /** Bytes sent. */
  bytesOut: number;
  /** Of those received: longer than `maxDatagram`, and cut. */
  truncated: number;
  /** Datagrams that the kernel dropped, mostly for want of room in the receive buffer. 0 where the system does not tell. */
  droppedByKernel: number;
  /** Errors of receiving and of answering, by kind; each of the latter is an answer that was not sent. */
  errors: Partial<Record<ErrorKind, number>>;
}
