import { checkInteger, checkOptions, MAX_INT32 } from '../core/check.js';
import { type KvStore, nativeStoreOf } from '../kv/kv_store.js';
import { makeHandler, type NativeHandler } from './native_handler.js';
import { makeUdpHandler, type NativeUdpHandler } from './native_udp_handler.js';

/** What {@link handlers.lines} takes. */
export interface LinesOptions {
  /** The most bytes of a line, its newline included. Default 64 KiB. */
  maxLine?: number;
}

/** Bounds of the key-value protocol, in bytes. */
export interface KvOptions {
  /** A line, its newline included. Default 64 KiB. */
  maxLine?: number;
  /** A value. Default 1 MiB, so that a line's limit is met first. */
  maxValue?: number;
}

/**
 * What `serve()` can do without JavaScript: a handler runs wholly in native threads.
 *
 * Servers that are given the same handler share what it holds: the store of `kv()`.
 *
 * @namespace
 */
export const handlers = {
  /** Every byte back, as it came. */
  echo(): NativeHandler {
    return makeHandler('echo');
  },

  /**
   * Each line back in upper case, as Rust's `to_uppercase` has it (`straße` -> `STRASSE`), and `bye` to `quit`, which ends
   * the connection. A line ends in `\n` or `\r\n`, the last one may do without; every reply ends in `\n`. Lines that arrive
   * together are answered with one send.
   *
   * A line over its limit is answered with `ERR line too long`, and ends the connection: 'disconnect' then tells of an
   * IoError with code `ERR_LIMIT_EXCEEDED`. So does invalid UTF-8, with kind `InvalidData` and without an answer.
   */
  lines(options?: LinesOptions): NativeHandler {
    const { maxLine } = checkOptions(options, 'options');
    return makeHandler('lines', { maxLine: checkMaxLine(maxLine) });
  },

  /** Reads to the end and answers nothing: the total is in 'disconnect', as `bytesIn`. */
  count(): NativeHandler {
    return makeHandler('count');
  },

  /** RFC 863: throws away whatever comes, and answers nothing. */
  discard(): NativeHandler {
    return makeHandler('discard');
  },

  /**
   * A key-value store that speaks two protocols; the first byte of a connection decides.
   *
   * - `*`: RESP2, so that the clients and tools of Redis work. `docs/servers.md` has the list of commands.
   * - Any other: a line protocol. `SET <key> <value>` -> `OK`, `GET <key>` -> the value or `(nil)`, `QUIT`; anything else gets
   *   `ERR unknown command`. A line ends in `\n` or `\r\n`.
   *
   * Requests that arrive together are answered with one send. What would go over the store's `maxBytes` is refused:
   * `ERR out of memory`, or Redis's `-OOM`. A line, key or value over its limit is answered with an error (`ERR line too
   * long`) and ends the connection: 'disconnect' then tells of an IoError with code `ERR_LIMIT_EXCEEDED`. So does a line
   * that is not UTF-8, with kind `InvalidData`; RESP2 takes any bytes.
   *
   * @param store what it serves: other handlers, JavaScript and Workers may have it too. Default: one of its own.
   */
  kv(store?: KvStore, options?: KvOptions): NativeHandler {
    const { maxLine, maxValue = 1024 * 1024 } = checkOptions(options, 'options');
    return makeHandler('kv', {
      store: store === undefined ? null : nativeStoreOf(store),
      maxLine: checkMaxLine(maxLine),
      maxValue: checkInteger(maxValue, 'options.maxValue', 0, MAX_INT32),
    });
  },

  /** For `serveUdp()`: every datagram back to its sender, as it came; empty ones too. */
  udpEcho(): NativeUdpHandler {
    return makeUdpHandler('udpEcho');
  },

  /** For `serveUdp()`: `TIME` is answered with the seconds since 1970 as text, anything else not at all. */
  udpTime(): NativeUdpHandler {
    return makeUdpHandler('udpTime');
  },
};
Object.freeze(handlers);

function checkMaxLine(bytes = 64 * 1024): number {
  return checkInteger(bytes, 'options.maxLine', 1, MAX_INT32);
}
