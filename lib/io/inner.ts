import { invalidArgType } from '../core/argument_error.js';
import { closedError, movedError } from '../core/errors.js';

type Method = 'read' | 'write' | 'flush';

/** A stream that can be closed; those of this package can. */
interface Closable {
  close?(): unknown;
}

/** The stream that a reader or writer wraps, as long as it has it. @internal */
export class Inner<T extends object> {
  #stream: T | null;
  #gone: 'closed' | 'moved' = 'closed';

  constructor(stream: T, ...methods: Method[]) {
    for (const method of methods) checkStream(stream, method, 'inner');
    this.#stream = stream;
  }

  /** @throws IoError with code `ERR_SOCKET_CLOSED` or `ERR_USE_AFTER_MOVE`. */
  get stream(): T {
    if (this.#stream === null) throw this.#gone === 'moved' ? movedError() : closedError();
    return this.#stream;
  }

  get open(): boolean {
    return this.#stream !== null;
  }

  /** Gives the stream away. */
  take(): T {
    const stream = this.stream;
    this.#stream = null;
    this.#gone = 'moved';
    return stream;
  }

  /** Gives what the stream's own `close()` gives. */
  close(): unknown {
    const stream = this.#stream as (T & Closable) | null;
    this.#stream = null;
    return stream?.close?.();
  }
}

/** @internal */
export function checkStream<T extends object>(stream: T, method: Method, name: string): T {
  const usable = typeof stream === 'object' && stream !== null;
  if (!usable || typeof (stream as Record<string, unknown>)[method] !== 'function') {
    throw invalidArgType(name, `an object with a ${method}() method`, stream);
  }
  return stream;
}
