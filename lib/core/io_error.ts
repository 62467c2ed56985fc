import { type InspectOptions, inspect } from 'node:util';
import { invalidArgType } from './argument_error.js';
import { checkInteger, checkOptions, checkString } from './check.js';
import { type ErrorKind, isErrorKind } from './error_kind.js';

/** What an {@link IoError} tells beside its kind and its text. */
export interface IoErrorDetails {
  /** The system's number. */
  rawOsError?: number | null;
  /** Default: `'ERR_'` and the kind in upper case. */
  code?: string;
  /** The name of the call that failed. */
  syscall?: string;
  /** The IP address that the call was about. */
  address?: string;
  /** And its port. */
  port?: number;
  /** How many bytes had gone before it failed. */
  transferred?: number;
  /** What had been read before it failed. */
  partial?: Buffer;
  /** What it came of. */
  cause?: unknown;
}

type Describe = (errno: number) => [kind: string, code: string, text: string];

let describeErrno: Describe = () => {
  throw new Error('The table of system errors is not installed');
};

/**
 * The one errno table is the addon's; the layer that loads it hands it over here.
 * @internal
 */
export function installErrnoTable(describe: Describe): void {
  describeErrno = describe;
}

/**
 * An operation that the operating system, or the stream, refused: Rust's `std::io::Error`.
 *
 * Its `message` is exactly what Rust's `Display` prints: `Address already in use (os error 98)`.
 *
 * @example
 * ```ts
 * try {
 *   TcpListener.bind('127.0.0.1:7878');
 * } catch (error) {
 *   if (!IoError.isIoError(error) || error.kind !== ErrorKind.AddrInUse) throw error;
 *   console.error(`port ${error.port} is taken`);
 * }
 * ```
 */
export class IoError extends Error {
  /** Always `'IoError'`. */
  declare readonly name: 'IoError';
  /** What went wrong, the same on every system: branch on this. */
  readonly kind: ErrorKind;
  /** Rust's `raw_os_error()`: the system's number, `98`; null where the error is not the system's. */
  readonly rawOsError: number | null;
  /** Node's `code`: `'EADDRINUSE'`, or `'ERR_…'` where the system has no number for it. */
  readonly code: string;
  /** Node's `errno`: the negative number that `util.getSystemErrorName()` takes. */
  declare readonly errno?: number;
  /** The system call that failed: `'bind'`, `'connect'`, `'recv'`, `'getaddrinfo'`, … */
  declare readonly syscall?: string;
  /** The peer's or the local address that the call was about. */
  declare readonly address?: string;
  /** The port of {@link address}. */
  declare readonly port?: number;
  /** How many bytes a failing `readExact`, `writeAll` or `copy` had moved. */
  declare readonly transferred?: number;
  /** What a failing `readToEnd` or `readToString` had read. Not enumerable, so that no log prints it. */
  declare readonly partial?: Buffer;

  /**
   * Rust's `io::Error::new(kind, message)`, for readers and writers of your own.
   *
   * @throws TypeError when `kind` is not an {@link ErrorKind}.
   */
  constructor(kind: ErrorKind, message: string, details?: IoErrorDetails) {
    const given = checkOptions<IoErrorDetails>(details, 'details');
    super(checkString(message, 'message'), 'cause' in given ? { cause: given.cause } : undefined);
    if (!isErrorKind(kind)) throw invalidArgType('kind', 'one of the names in ErrorKind', kind);
    const { rawOsError = null, code = codeOf(kind), syscall, address, port, transferred } = given;
    // Enumerable as the rest is, so that `{ ...error }` is whole and can be cloned to another thread.
    Object.defineProperty(this, 'message', { enumerable: true });
    this.name = 'IoError';
    this.kind = kind;
    this.rawOsError = rawOsError;
    this.code = code;
    if (rawOsError !== null && rawOsError > 0) this.errno = -rawOsError;
    if (syscall !== undefined) this.syscall = syscall;
    if (address !== undefined) this.address = address;
    if (port !== undefined) this.port = port;
    if (transferred !== undefined) this.transferred = transferred;
    if (given.partial !== undefined) hidden(this, 'partial', given.partial);
  }

  /**
   * The error that stands for a number of the operating system, as Rust's `from_raw_os_error`.
   *
   * @param errno any 32-bit integer; a number that no system error has gets kind `Uncategorized`.
   * @throws RangeError when it is not a 32-bit integer.
   */
  static fromRawOsError(errno: number): IoError {
    const number = checkInteger(errno, 'errno', -(2 ** 31), 2 ** 31 - 1);
    const [kind, code, text] = describeErrno(number);
    return new IoError(kind as ErrorKind, `${text} (os error ${number})`, { rawOsError: number, code });
  }

  /**
   * Whether `value` is an error of this kind, wherever it was made: in another Worker or realm, by another copy of
   * this package, or rebuilt from its fields (`structuredClone({ ...error })`), which `instanceof` does not see.
   */
  static isIoError(value: unknown): value is IoError {
    if (typeof value !== 'object' || value === null) return false;
    try {
      return value instanceof IoError || looksLikeOne(value as Record<string, unknown>);
    } catch {
      return false; // a proxy or a getter that throws
    }
  }

  /** The stack and every field; of `partial` only its size. */
  [inspect.custom](depth: number, options: InspectOptions): string {
    const trace = this.stack ?? `${this.name}: ${this.message}`;
    if (depth < 0) return `[${this.name}: ${this.message}]`;
    const { name: _name, message: _message, ...shown } = this as Record<string, unknown>;
    if (this.partial !== undefined) shown.partial = new ByteCount(this.partial.byteLength);
    if (Object.hasOwn(this, 'cause')) shown['[cause]'] = this.cause;
    return `${trace} ${inspect(shown, options)}`;
  }
}

// On the prototype too: the first line of `stack` is made before the constructor has set anything.
Object.defineProperty(IoError.prototype, 'name', { value: 'IoError', writable: true, configurable: true });

function looksLikeOne({ name, kind, code, rawOsError }: Record<string, unknown>): boolean {
  return (
    name === 'IoError' &&
    isErrorKind(kind) &&
    typeof code === 'string' &&
    (rawOsError === null || Number.isInteger(rawOsError))
  );
}

class ByteCount {
  constructor(private readonly count: number) {}
  [inspect.custom](): string {
    return `<${this.count} bytes>`;
  }
}

function hidden(error: IoError, field: string, value: unknown): void {
  Object.defineProperty(error, field, { value, enumerable: false, writable: true, configurable: true });
}

/** `UnexpectedEof` -> `ERR_UNEXPECTED_EOF`. */
function codeOf(kind: ErrorKind): string {
  return `ERR${kind.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * Says on an error that is about to be thrown again what a compound call had done by then. Anything but an error of
 * this package passes unchanged: it belongs to whoever wrote the reader or writer.
 * @internal
 */
export function annotate(error: unknown, done: { transferred?: number; partial?: Buffer }): unknown {
  // Nothing can be said on one that its owner has frozen.
  if (error instanceof IoError && Object.isExtensible(error)) {
    if (done.transferred !== undefined) Object.assign(error, { transferred: done.transferred });
    if (done.partial !== undefined) hidden(error, 'partial', done.partial);
  }
  return error;
}
