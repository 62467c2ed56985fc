import { availableParallelism } from 'node:os';
import type { KvProtocol, LoadOptions, LoadReport } from '../binding/native_load.js';
import { checkInteger, checkOptions, checkSignal, MAX_INT32 } from '../core/check.js';
import { packedOf, SocketAddr } from '../net/socket_addr.js';
import { drive } from './drive.js';
import { loadThreads } from './settings.js';
import type { Work } from './workloads.js';

/** What a {@link loadTest} sends, and for how long. */
export interface LoadTestOptions {
  /**
   * `echo` and `udp-echo`: bytes that must come back unchanged; `kv`: keys whose values are set and got; `lines`: lines that must
   * come back in upper case. Default: `echo`.
   */
  readonly work?: Work;
  /** 1 to 100,000. Default: 16. */
  readonly connections?: number;
  /** Load threads, not more than connections. Default: one for each core, 8 at most. */
  readonly threads?: number;
  /** echo, udp-echo: bytes of a message. Default: 64. */
  readonly message?: number;
  /** echo, udp-echo: messages in flight on each connection. Default: 1. */
  readonly window?: number;
  /** echo: messages of a connection before a new one takes its place, whose connecting counts. Default: 0, it stays. */
  readonly messages?: number;
  /** kv, lines: requests that are sent together. Default: 1. */
  readonly pipeline?: number;
  /**
   * Open loop: requests a second, of all connections together, however late the server answers; each has its turn at even distances,
   * and latency counts from then, also where `window` or the batch before it keeps a request waiting. Not with `messages`. Default: 0, a closed loop.
   */
  readonly rate?: number;
  /** kv: `line`, the guide's protocol, which `handlers.kv()` speaks; `resp`: RESP2, Redis's; `memcached`: its text protocol. Default: `line`. */
  readonly protocol?: KvProtocol;
  /** kv: the share of the requests that are GET, the others are SET: 0 to 1. Default: 0.5. */
  readonly reads?: number;
  /** kv: keys of each connection, which sets them all before the clock starts: 1 to 1,000,000. Default: 64. */
  readonly keys?: number;
  /** kv: bytes of a value: 1 to 1,048,576. Default: 32. */
  readonly valueSize?: number;
  /**
   * kv: how unlike each other keys are: the k-th comes as often as 1 / k to this power, by Zipf's law. 0 to 10; 0.99 is usual.
   * Default: 0, all come alike.
   */
  readonly zipf?: number;
  /** Before the clock starts, which it does once every connection has been answered. Default: 100. */
  readonly warmUpMs?: number;
  /** Default: 1,000. */
  readonly durationMs?: number;
  /** How long nothing may come before the test has failed. Default: 5,000. */
  readonly patienceMs?: number;
  /** A process on this machine whose processor time is measured. Default: null, nobody's. */
  readonly serverPid?: number | null;
  /** Tells tests apart, whose bytes differ. Default: 0. */
  readonly seed?: number;
  /** Ends it: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

const USUAL: Omit<LoadOptions, 'threads'> = {
  ...{ work: 'echo' as const, connections: 16, message: 64, window: 1, messages: 0, pipeline: 1, rate: 0 },
  ...{ protocol: 'line' as const, reads: 0.5, keys: 64, valueSize: 32, zipf: 0 },
  ...{ warmUpMs: 100, durationMs: 1_000, patienceMs: 5_000, serverPids: [], seed: 0, cores: [] },
};

/**
 * Drives a server of yours with the benchmark's load generator: native threads, which hold every byte of every reply against what
 * it must be. A closed loop, in which a connection sends its next request when an earlier one has been answered, or with `rate` an open
 * one. Blocks nothing.
 *
 * @param target a `SocketAddr`, or its text: names are not looked up.
 * @returns what was measured after the warm-up: 0 requests where none was answered in time; percentiles are microseconds,
 * and `latencies` has what they are of, in nanoseconds. `busiestThread` of 0.9 and more says that the load, not the server, was the limit.
 * @throws TypeError, RangeError for wrong arguments, and for a load that would itself need more than 1 GiB; IoError of kind `InvalidInput` for a text that is no address; IoError for the
 * first wrong byte (`InvalidData`), connection that fails or ends, or silence that lasts.
 * @example
 * const { requests, seconds, p99 } = await loadTest('127.0.0.1:7878', { connections: 128 });
 */
export async function loadTest(target: SocketAddr | string, options?: LoadTestOptions): Promise<LoadReport> {
  const { signal, serverPid, ...given } = checkOptions(options, 'options');
  const address = target instanceof SocketAddr ? target : SocketAddr.parse(target);
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const stop = signal === undefined ? new AbortController().signal : checkSignal(signal, 'options.signal');
  const threads = loadThreads(availableParallelism());
  const serverPids = serverPid == null ? [] : [checkInteger(serverPid, 'options.serverPid', 1, MAX_INT32)];
  return drive(packedOf(address), { ...USUAL, threads, ...set, serverPids, cores: USUAL.cores }, stop);
}
