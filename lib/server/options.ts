import type { NativeServeOptions } from '../binding/native.js';
import { invalidArgType } from '../core/argument_error.js';
import { checkBoolean, checkInteger, checkOptions, MAX_INT32 } from '../core/check.js';
import { checkTimeout } from '../core/duration.js';

/** What `serve()` takes beside the address and the handler. Durations are milliseconds. */
export interface ServeOptions {
  /** `'per-connection'` (default): each connection has its own OS thread, blocked in its own recv. */
  threads?: 'per-connection';
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
  /** How long no byte may pass in either direction. Default null: as long as it likes. */
  idleTimeout?: number | null;
  /** How long the peer may not read what is sent to it. Default null: no limit. */
  writeTimeout?: number | null;
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

/** @internal */
export function checkServeOptions(value: ServeOptions | undefined): CheckedOptions {
  const options = checkOptions(value, 'options');
  const { threads = 'per-connection', backlog = LONGEST_BACKLOG, reusePort = false, ipv6Only } = options;
  const {
    maxConnections,
    nodelay = true,
    idleTimeout = null,
    writeTimeout = null,
    stackSize,
    signal,
  } = options;
  if (threads !== 'per-connection') throw invalidArgType('options.threads', "'per-connection'", threads);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalidArgType('options.signal', 'an instance of AbortSignal', signal);
  }
  return {
    backlog: checkInteger(backlog, 'options.backlog', 0, MAX_INT32),
    reusePort: checkBoolean(reusePort, 'options.reusePort'),
    ipv6Only: ipv6Only === undefined ? null : checkBoolean(ipv6Only, 'options.ipv6Only'),
    native: {
      maxConnections: optionalInteger(maxConnections, 'options.maxConnections', 1, MAX_INT32),
      nodelay: checkBoolean(nodelay, 'options.nodelay'),
      idleTimeout: checkTimeout(idleTimeout, 'options.idleTimeout'),
      writeTimeout: checkTimeout(writeTimeout, 'options.writeTimeout'),
      stackSize: optionalInteger(stackSize, 'options.stackSize', 1, MAX_STACK),
    },
    signal,
  };
}

function optionalInteger(value: unknown, name: string, min: number, max: number): number | null {
  return value === undefined ? null : checkInteger(value, name, min, max);
}
