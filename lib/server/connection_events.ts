import type { EventEmitter } from 'node:events';
import type { Bytes } from '../core/bytes.js';
import type { IoError } from '../core/io_error.js';

/** What a {@link Connection} tells. */
export interface ConnectionEvents {
  /** Bytes from the peer, in their order. The Buffer is the listener's: nothing changes it afterwards. */
  data: [chunk: Buffer];
  /** The peer has sent its last byte. Writing goes on until {@link Connection.end}. */
  end: [];
  /** All that `write()` had to put aside has been sent. */
  drain: [];
  /** Why it is over, if that is an error. 'close' follows. Unlike Node's, it is not thrown where nobody listens. */
  error: [error: IoError | Error];
  /** The last event. */
  close: [];
}

/** What iterators and streams over a connection use of it. @internal */
export interface ConnectionControls extends EventEmitter<ConnectionEvents> {
  write(data: Bytes | string): boolean;
  end(data?: Bytes | string): void;
  destroy(error?: Error): void;
  pause(): this;
  resume(): this;
}

/** Of a connection whose 'close' was told already: what came before it. @internal */
export interface PastClose {
  readonly error: Error | null;
}
