/** What can be served: a subcommand for each of `handlers`. @internal */
import type { Command } from 'commander';
import type { KvOptions, KvStoreOptions } from '../index.js';
import { integer, MAX_INT32 } from './numbers.js';
import { type Service, tcp, udp } from './service.js';

const maxLine = (command: Command) =>
  command.option('--max-line <bytes>', 'a line (64 KiB)', integer(1, MAX_INT32));

const kvFlags = (command: Command) =>
  maxLine(command)
    .option('--max-value <bytes>', 'a value (1 MiB)', integer(0, MAX_INT32))
    .option('--max-bytes <bytes>', 'the whole store (no limit)', integer(0, Number.MAX_SAFE_INTEGER));

/** @internal */
export const SERVICES: readonly Service[] = [
  tcp('echo', 'every byte back, as it came', ({ handlers }) => handlers.echo()),
  tcp('lines', 'each line back in upper case; quit', ({ handlers }, flags) => handlers.lines(flags), maxLine),
  tcp(
    'kv',
    'a key-value store: SET <key> <value>, GET <key>, QUIT; and RESP2 (redis-cli)',
    ({ handlers, KvStore }, flags: KvOptions & KvStoreOptions) => handlers.kv(new KvStore(flags), flags),
    kvFlags,
  ),
  tcp('count', 'reads, and answers nothing', ({ handlers }) => handlers.count()),
  tcp('discard', 'throws everything away', ({ handlers }) => handlers.discard()),
  udp('udp-echo', 'every datagram back, as it came', ({ handlers }) => handlers.udpEcho()),
  udp('udp-time', 'TIME is answered with the seconds since 1970', ({ handlers }) => handlers.udpTime()),
];
