import type { SocketAddr } from '../net/socket_addr.js';

/** What a handler in a Worker is told beside its stream. */
export interface WorkerContext {
  /** The connection's, as in the server's events. Counts up from 1 in each server. */
  readonly id: number;
  /** The other end. */
  readonly peer: SocketAddr;
  /** What `inWorkers()` was given: this Worker's own copy, the same for all its connections. */
  readonly data: unknown;
  /** Which of the Workers this is: 0 to `threads - 1`. One that replaces another has its number. */
  readonly worker: number;
}
