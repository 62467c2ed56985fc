import type { NativeServeOptions } from '../binding/native.js';
import { invalidArgType, invalidArgValue } from '../core/argument_error.js';
import { checkBoolean, checkInteger, checkOptions, checkSignal, MAX_INT32 } from '../core/check.js';
import { checkTimeout } from '../core/duration.js';

/**
 * What `serve()` takes beside the address and the handler. Durations are milliseconds.
 *
 * A server whose handler is {@link inWorkers} refuses `threads`, `lineTimeout`, `spin` and `stackSize`: nothing would heed them.
 */
export interface ServeOptions {
  /**
   * `'per-connection'` (default): each connection has its own OS thread, blocked in its own recv.
   *
   * `{ pool: n }`: at most n threads (1 to 4,096) for all. An idle connection is parked in the kernel and holds none, and
   * a peer that does not read never holds one for long. One thread works as long as it keeps up; the others step in when
   * it is held up. They are started at once: where they are not to be had, `serve()` throws.
   */
  threads?:
    | 'per-connection'
    | {
        /** How many threads at most. */
        pool: number;
      };
  /** One more is closed at once, and is a 'drop'. Default: no limit. */
  maxConnections?: number;
  /** How many connections may wait to be accepted. Default: what the system allows (net.core.somaxconn). */
  backlog?: number;
  /** SO_REUSEPORT: several servers share the address. Default false. */
  reusePort?: boolean;
  /** IPV6_V6ONLY. Default: the system's. */
  ipv6Only?: boolean;
  /** TCP_NODELAY on every connection. Default true. */
  nodelay?: boolean;
  /**
   * How long no byte may pass in either direction. Default null: as long as it likes. In Workers it is the stream's read timeout:
   * a read that waits longer throws WouldBlock.
   */
  idleTimeout?: number | null;
  /**
   * How long a line or request may take to arrive whole, from its first byte on, however slowly the others trickle in.
   * It concerns what native handlers with requests read, `lines` and `kv`. Default null: as long as it likes.
   */
  lineTimeout?: number | null;
  /** How long the peer may not read what is sent to it. Default null: no limit. In Workers it is the stream's write timeout. */
  writeTimeout?: number | null;
  /**
   * Microseconds for which a thread looks for bytes again and again before it sleeps, up to 1,000,000: a peer that
   * answers at once is served sooner, at the price of a core. One thread of a server does it at a time, and only while
   * the machine has a core to spare. Linux, native handlers; elsewhere nothing spins. Default 0.
   */
  spin?: number;
  /** Bytes of each thread's stack. Default 128 KiB; raised to what the platform demands. */
  stackSize?: number;
  /** Aborted before the call: its reason is thrown. Later: {@link TcpServer.close}. */
  signal?: AbortSignal;
}

/** The options, read once and checked. @internal */
export interface CheckedOptions {
  readonly backlog: number;
  readonly reusePort: boolean;
  readonly ipv6Only: boolean | null;
  readonly native: NativeServeOptions;
  readonly signal: AbortSignal | undefined;
}

/** The kernel cuts a longer backlog down to what it allows. */
const LONGEST_BACKLOG = MAX_INT32;
const MAX_STACK = 2 ** 30;
const MAX_POOL = 4096;
const MAX_SPIN = 1_000_000;

/** @internal */
export function checkServeOptions(value: ServeOptions | undefined): CheckedOptions {
  const options = checkOptions(value, 'options');
  const { threads = 'per-connection', backlog = LONGEST_BACKLOG, reusePort = false, ipv6Only } = options;
  const {
    maxConnections,
    nodelay = true,
    idleTimeout = null,
    lineTimeout = null,
    writeTimeout = null,
    spin = 0,
    stackSize,
    signal,
  } = options;
  return {
    backlog: checkInteger(backlog, 'options.backlog', 0, MAX_INT32),
    reusePort: checkBoolean(reusePort, 'options.reusePort'),
    ipv6Only: ipv6Only === undefined ? null : checkBoolean(ipv6Only, 'options.ipv6Only'),
    native: {
      pool: checkThreads(threads),
      maxConnections: optionalInteger(maxConnections, 'options.maxConnections', 1, MAX_INT32),
      nodelay: checkBoolean(nodelay, 'options.nodelay'),
      idleTimeout: checkTimeout(idleTimeout, 'options.idleTimeout'),
      lineTimeout: checkTimeout(lineTimeout, 'options.lineTimeout'),
      writeTimeout: checkTimeout(writeTimeout, 'options.writeTimeout'),
      spin: checkInteger(spin, 'options.spin', 0, MAX_SPIN),
      stackSize: optionalInteger(stackSize, 'options.stackSize', 1, MAX_STACK),
    },
    signal: signal === undefined ? undefined : checkSignal(signal, 'options.signal'),
  };
}

/** What only threads of the server's own, or handlers that know requests, can heed. */
const NOT_IN_WORKERS = ['threads', 'lineTimeout', 'spin', 'stackSize'] as const;

/** The options of a server whose connections Workers serve. @internal */
export function checkWorkerServeOptions(value: ServeOptions | undefined): CheckedOptions {
  const options = checkOptions(value, 'options');
  for (const name of NOT_IN_WORKERS) {
    if (options[name] === undefined) continue;
    throw invalidArgValue(`options.${name}`, 'does not apply to handlers in Workers');
  }
  return checkServeOptions(options);
}

/** @returns the size of the pool; null: there is none. */
function checkThreads(threads: unknown): number | null {
  if (threads === 'per-connection') return null;
  if (typeof threads !== 'object' || threads === null) {
    throw invalidArgType('options.threads', "'per-connection' or an object", threads);
  }
  return checkInteger((threads as { pool?: unknown }).pool, 'options.threads.pool', 1, MAX_POOL);
}

function optionalInteger(value: unknown, name: string, min: number, max: number): number | null {
  return value === undefined ? null : checkInteger(value, name, min, max);
}
