/** The servers that are compared. Each is a program of its own: lib/bench/servers/, bench/c/. @internal */
import { fileURLToPath } from 'node:url';
import { buildEchoThreads } from './c_compiler.js';
import { BenchError } from './error.js';
import type { Work } from './workloads.js';

/** @internal */
export interface ServerKind {
  /** For `--servers` and the results file. */
  readonly id: string;
  readonly title: string;
  readonly works: readonly Work[];
  /**
   * The command that starts it. The program prints `port N` and ends when its standard input does.
   *
   * @throws BenchError where it cannot be had on this machine, saying why.
   */
  command(work: Work): Promise<readonly [string, ...string[]]>;
}

/** A program of lib/bench/servers/, compiled: `lib/` and `dist/` are both one level below the package's root. */
function program(id: string, title: string, file: string, works: readonly Work[]): ServerKind {
  const path = fileURLToPath(new URL(`../../dist/bench/servers/${file}.js`, import.meta.url));
  return { id, title, works, command: async (work) => [process.execPath, path, work] };
}

const ALL: readonly Work[] = ['echo', 'kv', 'lines'];

/** What the others are held against. @internal */
export const BASELINE = 'node';

/** @internal */
export const SERVERS: readonly ServerKind[] = [
  program('threads', 'native threads', 'native_threads', ALL),
  program('pool', 'native pool', 'native_pool', ALL),
  program(BASELINE, 'node:net', 'node_net', ALL),
  program('loop', 'native event loop', 'native_event_loop', ['echo', 'kv']),
  { id: 'c', title: 'C threads', works: ['echo'], command: async () => [await buildEchoThreads()] },
];

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
