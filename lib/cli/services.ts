/** What can be served: a subcommand for each of `handlers`. @internal */
import type { Command } from 'commander';
import { handlers, type KvOptions, KvStore, type KvStoreOptions, type NativeHandler } from '../index.js';
import { integer } from './numbers.js';
import type { TcpFlags } from './serve_flags.js';

const MAX_INT32 = 2 ** 31 - 1;

/** What is said of a server, and of its handler. @internal */
export type ServiceFlags = TcpFlags & KvOptions & KvStoreOptions;

/** @internal */
export interface Service {
  readonly name: string;
  readonly summary: string;
  /** The handler's own flags. */
  addFlags(command: Command): Command;
  make(flags: ServiceFlags): NativeHandler;
}

const MAX_LINE = ['--max-line <bytes>', 'a line (64 KiB)', integer(1, MAX_INT32)] as const;

const none = (command: Command) => command;

/** @internal */
export const SERVICES: readonly Service[] = [
  { name: 'echo', summary: 'every byte back, as it came', addFlags: none, make: () => handlers.echo() },
  {
    name: 'lines',
    summary: 'each line back in upper case; quit',
    addFlags: (command) => command.option(...MAX_LINE),
    make: (flags) => handlers.lines(flags),
  },
  {
    name: 'kv',
    summary: 'a key-value store: SET <key> <value>, GET <key>, QUIT',
    addFlags: (command) =>
      command
        .option(...MAX_LINE)
        .option('--max-value <bytes>', 'a value (1 MiB)', integer(0, MAX_INT32))
        .option('--max-bytes <bytes>', 'the whole store (no limit)', integer(0, Number.MAX_SAFE_INTEGER)),
    make: (flags) => handlers.kv(new KvStore(flags), flags),
  },
  { name: 'count', summary: 'reads, and answers nothing', addFlags: none, make: () => handlers.count() },
  { name: 'discard', summary: 'throws everything away', addFlags: none, make: () => handlers.discard() },
];
