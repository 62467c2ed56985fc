import type { NativeServeUdpOptions } from '../binding/native.js';
import { checkBoolean, checkCount, checkInteger, checkOptions, checkSignal } from '../core/check.js';
import type { UdpSocketOptions } from '../net/udp_socket.js';

/** What `serveUdp()` takes beside the address and the handler. */
export interface ServeUdpOptions extends UdpSocketOptions {
  /**
   * How many threads take datagrams from the socket, 1 to 1,024. Default 1. With more, two datagrams of one peer may be answered
   * in another order than they came in.
   */
  threads?: number;
  /** Bytes, 1 to 65,535: a longer datagram is cut to so many, and counted as `truncated`. Default 65,535: none is. */
  maxDatagram?: number;
  /**
   * SO_RCVBUF: bytes that may wait in the kernel, its own book-keeping included; what finds no room is dropped, and counted as
   * `droppedByKernel`. The kernel doubles it and keeps it within net.core.rmem_max. Default: the system's.
   */
  recvBufferSize?: number;
  /** Aborted before the call: its reason is thrown. Later: {@link UdpServer.close}. */
  signal?: AbortSignal;
}

/** The options, read once and checked. @internal */
export interface CheckedUdpOptions {
  readonly reuseAddr: boolean;
  readonly reusePort: boolean;
  readonly ipv6Only: boolean | null;
  readonly native: NativeServeUdpOptions;
  readonly signal: AbortSignal | undefined;
}

const MOST_THREADS = 1024;
/** What the length in a datagram's header can say. */
const LONGEST_DATAGRAM = 65_535;

/** @internal */
export function checkServeUdpOptions(value: ServeUdpOptions | undefined): CheckedUdpOptions {
  const options = checkOptions(value, 'options');
  const { reuseAddr = false, reusePort = false, ipv6Only, threads = 1, signal } = options;
  const { maxDatagram = LONGEST_DATAGRAM, recvBufferSize } = options;
  return {
    reuseAddr: checkBoolean(reuseAddr, 'options.reuseAddr'),
    reusePort: checkBoolean(reusePort, 'options.reusePort'),
    ipv6Only: ipv6Only === undefined ? null : checkBoolean(ipv6Only, 'options.ipv6Only'),
    native: {
      threads: checkInteger(threads, 'options.threads', 1, MOST_THREADS),
      maxDatagram: checkInteger(maxDatagram, 'options.maxDatagram', 1, LONGEST_DATAGRAM),
      recvBufferSize:
        recvBufferSize === undefined ? null : checkCount(recvBufferSize, 'options.recvBufferSize'),
    },
    signal: signal === undefined ? undefined : checkSignal(signal, 'options.signal'),
  };
}
