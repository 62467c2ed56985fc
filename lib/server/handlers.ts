import { invalidArgType } from '../core/argument_error.js';
import { checkInteger, checkOptions, MAX_INT32 } from '../core/check.js';
import { makeHandler, type NativeHandler } from './native_handler.js';

/** Bounds of the key-value protocol, in bytes. */
export interface KvOptions {
  /** A line, its newline included. Default 64 KiB. */
  maxLine?: number;
  /** A value. Default 1 MiB, so that a line's limit is met first. */
  maxValue?: number;
}

/**
 * What `serve()` can do without JavaScript: a handler runs wholly in its connection's own thread.
 *
 * Servers that are given the same handler share what it holds: the store of `kv()`.
 */
export const handlers = Object.freeze({
  /** Every byte back, as it came. */
  echo(): NativeHandler {
    return makeHandler('echo');
  },

  /**
   * A key-value store that speaks a line protocol: `SET <key> <value>` -> `OK`, `GET <key>` -> the value or `(nil)`,
   * `QUIT`. A line ends in `\n` or `\r\n`; anything else gets `ERR unknown command`. Requests that arrive together are
   * answered with one send.
   *
   * A line or value over its limit is answered with `ERR line too long`, and ends the connection: 'disconnect' then
   * tells of an IoError with code `ERR_LIMIT_EXCEEDED`. So does invalid UTF-8, with kind `InvalidData`.
   *
   * @param store not yet: each call makes a store of its own.
   */
  kv(store?: undefined, options?: KvOptions): NativeHandler {
    if (store !== undefined) throw invalidArgType('store', 'undefined', store);
    const { maxLine = 64 * 1024, maxValue = 1024 * 1024 } = checkOptions(options, 'options');
    checkInteger(maxLine, 'options.maxLine', 1, MAX_INT32);
    checkInteger(maxValue, 'options.maxValue', 0, MAX_INT32);
    return makeHandler('kv', { maxLine, maxValue });
  },
});
