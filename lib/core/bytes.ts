import { isUtf8 } from 'node:buffer';
import { invalidArgType } from './argument_error.js';
import { notBytes } from './check.js';
import { invalidUtf8 } from './errors.js';

/** Memory to read into or to write from: `Buffer`, `Uint8Array`, `DataView`, …, shared memory too. */
export type Bytes = ArrayBufferView;

/** What is to be written: bytes as they are, a string as UTF-8. @internal */
export function encode(data: Bytes | string, name: string): Bytes {
  if (ArrayBuffer.isView(data)) return data;
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  throw invalidArgType(name, 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}

/** The bytes of any view, not copied. @internal */
export function octetsOf(view: Bytes, name: string): Buffer {
  if (!ArrayBuffer.isView(view)) throw notBytes(view, name);
  return Buffer.from(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

/** Strict UTF-8, as Rust's `String::from_utf8`; a byte order mark is text like any other. @internal */
export function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw invalidUtf8();
  return bytes.toString('utf8');
}
