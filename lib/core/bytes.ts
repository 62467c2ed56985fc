import { constants, isUtf8 } from 'node:buffer';
import { detached, invalidArgType } from './argument_error.js';
import { notBytes } from './check.js';
import { invalidUtf8, stringTooLong } from './errors.js';

/** Memory to read into or to write from: `Buffer`, `Uint8Array`, `DataView`, …, shared memory too. */
export type Bytes = ArrayBufferView;

/** What is to be written: bytes as they are, a string as UTF-8. @internal */
export function encode(data: Bytes | string, name: string): Bytes {
  if (ArrayBuffer.isView(data)) return data;
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  throw invalidArgType(name, 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}

/** The bytes of any view, not copied. @internal */
export function octetsOf(view: Bytes, name: string): Uint8Array {
  if (!ArrayBuffer.isView(view)) throw notBytes(view, name);
  if (lengthOf(view) === 0) return emptyOf(view);
  return view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** The bytes of what is to be written, not copied where they are bytes already. @internal */
export function encodeOctets(data: Bytes | string, name: string): Uint8Array {
  return octetsOf(encode(data, name), name);
}

/** A DataView whose memory is gone throws, where other views are empty. */
function lengthOf(view: Bytes): number {
  try {
    return view.byteLength;
  } catch {
    return 0;
  }
}

/** An empty view may be one whose memory is gone, or shrunk away from under it: using that would throw. */
function emptyOf(view: Bytes): Uint8Array {
  if (isDetached(view.buffer)) throw detached();
  return new Uint8Array(0);
}

/** Node 20 has no `detached` to ask; no view can be made of a detached buffer. */
function isDetached(buffer: ArrayBufferLike): boolean {
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/**
 * Strict UTF-8, as Rust's `String::from_utf8`; a byte order mark is text like any other. All bytes are checked, those
 * before `end` are decoded. `what` they are is for the error.
 * @internal
 */
export function decode(bytes: Buffer, end = bytes.length, what?: string): string {
  if (bytes.length > constants.MAX_STRING_LENGTH) throw stringTooLong(bytes.length);
  if (!isUtf8(bytes)) throw invalidUtf8(what);
  return bytes.toString('utf8', 0, end);
}
