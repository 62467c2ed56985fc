const NAMES = [
  'NotFound',
  'PermissionDenied',
  'ConnectionRefused',
  'ConnectionReset',
  'HostUnreachable',
  'NetworkUnreachable',
  'ConnectionAborted',
  'NotConnected',
  'AddrInUse',
  'AddrNotAvailable',
  'NetworkDown',
  'BrokenPipe',
  'AlreadyExists',
  'WouldBlock',
  'NotADirectory',
  'IsADirectory',
  'DirectoryNotEmpty',
  'ReadOnlyFilesystem',
  'StaleNetworkFileHandle',
  'InvalidInput',
  'InvalidData',
  'TimedOut',
  'WriteZero',
  'StorageFull',
  'NotSeekable',
  'QuotaExceeded',
  'FileTooLarge',
  'ResourceBusy',
  'ExecutableFileBusy',
  'Deadlock',
  'CrossesDevices',
  'TooManyLinks',
  'InvalidFilename',
  'ArgumentListTooLong',
  'Interrupted',
  'Unsupported',
  'UnexpectedEof',
  'OutOfMemory',
  'Other',
  'Uncategorized',
] as const;

/** One of the names in the {@link ErrorKind} object. */
export type ErrorKind = (typeof NAMES)[number];

/**
 * Every stable variant of Rust's `std::io::ErrorKind`, and `Uncategorized`. Each value equals its name.
 *
 * Branch on the kind: the number and the text of an error differ between systems.
 *
 * @example
 * ```ts
 * if (IoError.isIoError(error) && error.kind === ErrorKind.ConnectionRefused) retryLater();
 * ```
 */
export const ErrorKind = Object.freeze(Object.fromEntries(NAMES.map((name) => [name, name]))) as {
  readonly [Name in ErrorKind]: Name;
};

/** @internal */
export function isErrorKind(value: unknown): value is ErrorKind {
  return typeof value === 'string' && Object.hasOwn(ErrorKind, value);
}
