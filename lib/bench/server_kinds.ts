/** The servers that are compared. Each is a program of its own: lib/bench/servers/, bench/c/, bench/rust/. @internal */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { KvProtocol } from '../binding/native_load.js';
import { compiled } from './compiler.js';
import { BenchError } from './error.js';
import { onPath } from './on_path.js';
import { type Service, serviceOf, type TcpWork, type Work, type Workload } from './workloads.js';

/** @internal */
export interface ServerKind {
  /** For `--servers` and the results file. */
  readonly id: string;
  readonly title: string;
  readonly works: readonly Service[];
  /** The words in which it is asked for keys. Default: the guide's lines. */
  readonly protocol?: KvProtocol;
  /**
   * The command that starts it. The program prints `port N`, or `port N, processes P Q` where others serve than it alone, and
   * ends when its standard input does.
   *
   * @throws BenchError where it cannot be had on this machine, saying why.
   */
  command(work: Service): Promise<readonly [string, ...string[]]>;
}

const TCP: readonly TcpWork[] = ['echo', 'kv', 'lines'];
/** Beside a connection that computes, and with a JS thread that does: workloads of threads against loops. */
const BESIDE: readonly Service[] = ['burn', 'busy'];
const UDP: readonly Work[] = ['udp-echo'];

/** Of lib/bench/servers/, compiled: `lib/` and `dist/` are both one level below the package's root. */
const pathOf = (file: string) =>
  fileURLToPath(new URL(`../../dist/bench/servers/${file}.js`, import.meta.url));

/** A program of ours. */
function program(
  id: string,
  title: string,
  file: string,
  works: readonly Service[],
  ...args: string[]
): ServerKind {
  return { id, title, works, command: async (work) => [process.execPath, pathOf(file), work, ...args] };
}

/** node:net's program, run by what else has node:net and is on the PATH. */
function nodeNetIn(id: string, title: string, runtime: string, ...args: string[]): ServerKind {
  const command = async (work: Service) => [onPath(runtime), ...args, pathOf('node_net'), work] as const;
  return { id, title, works: TCP, command };
}

/** A program that starts a server of the PATH. */
function foreign(id: string, title: string, name: string, file: string, protocol: KvProtocol): ServerKind {
  const kind = program(id, title, file, ['kv']);
  const command = async (work: Service) => {
    onPath(name);
    return kind.command(work);
  };
  return { ...kind, protocol, command };
}

/** What the others are held against: of a workload's servers the one that is among these. @internal */
export const BASELINES: readonly string[] = ['node', 'dgram'];

/** @internal */
export const SERVERS: readonly ServerKind[] = [
  program('threads', 'native threads', 'native_threads', [...TCP, ...BESIDE]),
  program('pool', 'native pool', 'native_pool', [...TCP, ...BESIDE]),
  program('js', 'JavaScript, native threads', 'native_js', ['echo', ...BESIDE], 'threads'),
  program('js-pool', 'JavaScript, native pool', 'native_js', ['echo', ...BESIDE], 'pool'),
  program('js-worker', 'JavaScript, one Worker', 'native_workers', ['echo', ...BESIDE]),
  program('js-own-worker', 'JavaScript, a Worker for each connection', 'native_own_workers', BESIDE),
  program('node', 'node:net', 'node_net', [...TCP, ...BESIDE]),
  program('node-cluster', 'node:net in cluster', 'node_cluster', ['echo', 'lines']),
  program('node-plain', 'node:net, plain', 'node_plain', ['echo', 'busy']),
  nodeNetIn('bun', 'node:net in Bun', 'bun'),
  nodeNetIn('deno', 'node:net in Deno', 'deno', 'run', '--allow-all'),
  program('async', 'stdnet/async', 'async_echo', ['echo', 'busy']),
  program('loop', 'native event loop', 'native_event_loop', ['echo', 'kv', ...BESIDE]),
  { id: 'c', title: 'C threads', works: ['echo'], command: async () => [await compiled('c/echo_threads.c')] },
  {
    id: 'rust',
    title: 'Rust threads',
    works: ['echo'],
    command: async () => [await compiled('rust/echo_threads.rs')],
  },
  { ...program('threads-resp', 'native threads, RESP2', 'native_threads', ['kv']), protocol: 'resp' },
  { ...program('pool-resp', 'native pool, RESP2', 'native_pool', ['kv']), protocol: 'resp' },
  foreign('redis', 'redis-server, RESP2', 'redis-server', 'redis', 'resp'),
  foreign('memcached', 'memcached, its text protocol', 'memcached', 'memcached', 'memcached'),
  program('udp', 'native, 1 thread', 'native_udp', UDP, '1'),
  program('udp-cores', 'native, a thread for each core', 'native_udp', UDP, 'cores'),
  program('udp-js', 'native, 1 thread, a function answers', 'native_udp_js', UDP),
  program('dgram', 'node:dgram', 'node_dgram', UDP),
  program('async-udp', 'stdnet/async', 'async_udp', UDP),
  {
    id: 'c-udp',
    title: 'C, a thread for each core',
    works: UDP,
    command: async () => [await compiled('c/udp_echo.c'), String(availableParallelism())],
  },
];

/** Those of them that can do it. @internal */
export function contestantsOf(workload: Workload, kinds: readonly ServerKind[]): ServerKind[] {
  return kinds.filter(({ works }) => works.includes(serviceOf(workload)));
}

/** @throws BenchError for a name that is none. @internal */
export function selectServers(ids: readonly string[], all: readonly ServerKind[] = SERVERS): ServerKind[] {
  const unknown = ids.find((name) => !all.some(({ id }) => id === name));
  if (unknown !== undefined) {
    throw new BenchError(
      `no server is called '${unknown}'; there are: ${all.map(({ id }) => id).join(', ')}`,
    );
  }
  return ids.length === 0 ? [...all] : all.filter(({ id }) => ids.includes(id));
}
