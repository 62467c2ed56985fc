/** What the addon's load generator takes, and what it tells. */

export type KvProtocol = 'line' | 'resp' | 'memcached';

/** What one run of the load generator does (native/load/options.h). Every reply is held against what it must be. */
export interface LoadOptions {
  /**
   * Bytes that must come back unchanged; keys of a store whose values are set and got; lines that must come back in upper
   * case; or datagrams that must come back unchanged.
   */
  work: 'echo' | 'kv' | 'lines' | 'udp-echo';
  connections: number;
  /** Open loop: requests a second, of all connections together; 0: closed loop. */
  rate: number;
  /** Load threads; not more than connections. */
  threads: number;
  /** echo, udp-echo: bytes of a message, and how many of them are in flight on each connection. */
  message: number;
  window: number;
  /** echo: how many of them before a connection makes room for a new one, whose connecting counts; 0: it stays. */
  messages: number;
  /** kv, lines: requests that are sent together. */
  pipeline: number;
  /** kv: the guide's line protocol, RESP2 (Redis), or memcached's text protocol. */
  protocol: KvProtocol;
  /** kv: the share of the requests that are GET: 0 to 1. */
  reads: number;
  /** kv: how many keys each connection has, each set before the clock starts; and the bytes of a value. */
  keys: number;
  valueSize: number;
  /** kv: the exponent of the keys' Zipf distribution; 0: all come alike. */
  zipf: number;
  warmUpMs: number;
  durationMs: number;
  /** How long nothing may come before the run has failed. */
  patienceMs: number;
  /** The processes whose processor time is measured, added up; empty: nobody's. */
  serverPids: readonly number[];
  /** Where the load threads run; empty: anywhere. */
  cores: readonly number[];
  /** Tells runs apart: 0 to 2^53 - 1. */
  seed: number;
}

/** What a run has found, all of it while the clock ran: after the warm-up, once every connection had been answered. */
export interface LoadReport {
  /** Those that were answered in the time. */
  requests: number;
  /**
   * Open loop: requests that were due before the clock stopped, and were not answered by then. The latencies have them with the
   * time that they had waited. In a closed loop 0.
   */
  waiting: number;
  /** udp-echo in a closed loop: datagrams that were not answered within 250 ms, and were sent again. */
  resent: number;
  /** udp-echo in an open loop: datagrams that were not answered within 250 ms. They are in no latency but that of `waiting`. */
  lost: number;
  /** The same: datagrams that were answered after one that was sent later. */
  reordered: number;
  /** How long the clock ran. */
  seconds: number;
  /**
   * Microseconds, from a request's first byte sent, or in an open loop from when it was due, to its last byte back: half of them
   * took at most so long.
   */
  p50: number;
  /** Nine of ten, likewise. */
  p90: number;
  /** 99 of 100. */
  p99: number;
  /** 999 of 1,000. */
  p999: number;
  /** The slowest of all. */
  max: number;
  /**
   * How long all of them took: pairs of nanoseconds and how many took as long, ascending. They are HdrHistogram's buckets for two
   * significant digits, each told by its highest value, the last by the maximum; empty where nothing was answered. The percentiles
   * above are of these.
   */
  latencies: Float64Array;
  /** Processor time of the server's processes; null where the system does not tell. */
  serverCpuSeconds: number | null;
  /** Processor time of the load threads. */
  loadCpuSeconds: number;
  /** The share of the time that the busiest load thread was on a processor: 1 is all of it. */
  busiestThread: number;
}
