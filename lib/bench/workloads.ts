/** What the servers are given to do. */
import { BenchError } from './error.js';

/** What a server over TCP is asked: its bytes back, GET and SET, or lines in upper case. */
export type TcpWork = 'echo' | 'kv' | 'lines';
/** What a server is asked. */
export type Work = TcpWork | 'udp-echo';

/**
 * What a server has to be for a workload: `burn` echoes, and computes the answer to a byte that comes alone; `busy` echoes with a
 * JS thread that can be told to compute.
 *
 * @internal
 */
export type Service = Work | 'burn' | 'busy';

/** What servers are given to do, all of them the same. */
export interface Workload {
  /** Short, for `--only` and the results file. */
  readonly id: string;
  /** What it is called in reports. */
  readonly title: string;
  /** What is asked. */
  readonly work: Work;
  /** How many ask at a time. */
  readonly connections: number;
  /** Open loop: requests a second, of all connections together; 0: closed loop. */
  readonly rate: number;
  /** Milliseconds; the highest rate is looked for whose p99 is under it, in an open loop: `rate` is 0. 0: nothing is looked for. */
  readonly p99Under: number;
  /** echo, udp-echo: the bytes of a message. */
  readonly message: number;
  /** How many of them are in flight on each connection. */
  readonly window: number;
  /** echo: how many of them before a connection is closed and a new one opened; 0: it stays. */
  readonly messages: number;
  /** kv, lines: the requests that are sent together. */
  readonly pipeline: number;
  /** kv: the share of the requests that are GET. */
  readonly reads: number;
  /** kv: the keys of each connection. */
  readonly keys: number;
  /** kv: the bytes of a value. */
  readonly valueSize: number;
  /** kv: the exponent of the keys' Zipf distribution; 0: all come alike. */
  readonly zipf: number;
  /** Connections beside those, whose requests keep their handler computing, 0.1 s each or more. */
  readonly neighbours: number;
  /** For how long of every 100 ms the JS thread of the server computes. */
  readonly busyMs: number;
  /** Connections beside those that have been answered once and say nothing more. */
  readonly idle: number;
  /**
   * On one connection the placement decides: a round trip across two cores takes several times that on one, and the
   * scheduler chooses anew every time. There, both sides are held on one core.
   */
  readonly oneCore: boolean;
  /** Streams are counted in bytes. */
  readonly unit: 'requests' | 'bytes';
}

/** @internal */
export function serviceOf({ work, neighbours, busyMs }: Workload): Service {
  if (neighbours > 0) return 'burn';
  return busyMs > 0 ? 'busy' : work;
}

/** One message of 64 B in flight on each connection, and nothing beside. */
const pingPong = {
  rate: 0,
  p99Under: 0,
  message: 64,
  window: 1,
  messages: 0,
  pipeline: 1,
  reads: 0.5,
  keys: 64,
  valueSize: 32,
  zipf: 0,
  neighbours: 0,
  busyMs: 0,
  idle: 0,
  oneCore: false,
  unit: 'requests',
} as const;
const PARTS = ['work', 'connections', ...Object.keys(pingPong)] as readonly (keyof Workload)[];

/** All that makes the work what it is, or all but one part of it: the same text for the same. @internal */
export function shapeOf(workload: Workload, apart?: 'connections' | 'message'): string {
  return JSON.stringify(PARTS.map((part) => (part === apart ? null : workload[part])));
}

/** One message of 64 bytes in flight on each connection. @internal */
export const ECHO = { ...pingPong, work: 'echo' } as const;
const kv = { ...pingPong, work: 'kv', connections: 16 } as const;
const lines = { ...pingPong, work: 'lines', connections: 16 } as const;
const udp = { ...pingPong, work: 'udp-echo' } as const;

/** @internal */
export const WORKLOADS: readonly Workload[] = [
  { ...ECHO, id: 'echo-1', title: 'echo 64 B, 1 connection, one core', connections: 1, oneCore: true },
  { ...ECHO, id: 'echo-16', title: 'echo 64 B, 16 connections', connections: 16 },
  { ...ECHO, id: 'echo-128', title: 'echo 64 B, 128 connections', connections: 128 },
  { ...ECHO, id: 'echo-1000', title: 'echo 64 B, 1,000 connections', connections: 1000 },
  { ...ECHO, id: 'churn-16', title: 'connect, echo 64 B, close; 16 at once', connections: 16, messages: 1 },
  {
    ...ECHO,
    id: 'streams-4',
    title: 'echo streams, 64 KiB x 4 in flight, 4 connections',
    connections: 4,
    message: 65_536,
    window: 4,
    unit: 'bytes',
  },
  { ...lines, id: 'lines-16', title: 'lines of 32 B in upper case, 16 connections, pipeline 1' },
  {
    ...lines,
    id: 'lines-16-pipeline-32',
    title: 'lines of 32 B in upper case, 16 connections, pipeline 32',
    pipeline: 32,
  },
  { ...kv, id: 'kv-16', title: 'key-value, 16 connections, pipeline 1' },
  { ...kv, id: 'kv-16-pipeline-32', title: 'key-value, 16 connections, pipeline 32', pipeline: 32 },
  { ...kv, id: 'kv-128', title: 'key-value, 128 connections, pipeline 1', connections: 128 },
  {
    ...kv,
    id: 'kv-zipf-16',
    title: 'key-value, 95 % GET, 16 x 1,000 keys by Zipf (0.99), values of 100 B, 16 connections',
    reads: 0.95,
    keys: 1_000,
    valueSize: 100,
    zipf: 0.99,
  },
  { ...udp, id: 'udp-1', title: 'UDP echo 64 B, 1 client, one core', connections: 1, oneCore: true },
  { ...udp, id: 'udp-16', title: 'UDP echo 64 B, 16 clients', connections: 16 },
];

/**
 * The workloads whose id one of these names is or begins: `kv` means all three; none: all of them.
 *
 * @throws BenchError for a name that means none.
 * @internal
 */
export function selectWorkloads(names: readonly string[], all: readonly Workload[]): Workload[] {
  const means = (name: string, { id }: Workload) => id === name || id.startsWith(`${name}-`);
  const exact = (name: string) => all.some(({ id }) => id === name);
  for (const name of names) {
    if (all.some((workload) => means(name, workload))) continue;
    throw new BenchError(`no workload is called '${name}'; there are: ${all.map(({ id }) => id).join(', ')}`);
  }
  if (names.length === 0) return [...all];
  return all.filter((workload) =>
    names.some((name) => (exact(name) ? workload.id === name : means(name, workload))),
  );
}
