/** What an operator can say of any server, and of a TCP server, on the command line. @internal */
import type { Command } from 'commander';
import type { ServeOptions } from '../index.js';
import { integer, MAX_INT32, positive } from './numbers.js';

const MAX_POOL = 4096;
const MAX_SPIN = 1_000_000;
const MAX_STACK = 2 ** 30;
const DAY_S = 86_400;

/** @internal */
export interface CommonFlags {
  readonly host: string;
  readonly port: number;
  readonly stats?: number;
  readonly json: boolean;
}

/** The options of `serve()` by their own names, and what is said in another way. @internal */
export interface TcpFlags extends CommonFlags, Omit<ServeOptions, 'threads' | 'signal'> {
  readonly pool?: number;
  readonly drain: number;
}

/** @internal */
export function addTcpFlags(command: Command): Command {
  return addCommonFlags(command)
    .option('--pool <n>', 'so many threads for all (a thread for each connection)', integer(1, MAX_POOL))
    .option('--max-connections <n>', 'one more is closed at once (no limit)', integer(1, MAX_INT32))
    .option('--idle-timeout <ms>', 'no byte in either direction (no limit)', positive(MAX_INT32))
    .option('--line-timeout <ms>', 'until a request has come whole (no limit)', positive(MAX_INT32))
    .option('--write-timeout <ms>', 'a peer that does not read (no limit)', positive(MAX_INT32))
    .option(
      '--backlog <n>',
      'connections that wait to be accepted (what the system allows)',
      integer(0, MAX_INT32),
    )
    .option('--no-nodelay', 'let the kernel gather small replies (TCP_NODELAY off)')
    .option('--spin <us>', 'look for bytes so long before sleeping (0)', integer(0, MAX_SPIN))
    .option('--stack-size <bytes>', 'of each thread (128 KiB)', integer(1, MAX_STACK))
    .option(
      '--drain <ms>',
      'time for connections to finish at SIGINT or SIGTERM; a second one ends at once',
      integer(0, MAX_INT32),
      10_000,
    );
}

/** @internal */
export function addCommonFlags(command: Command): Command {
  return command
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <n>', '0: one that the system chooses', integer(0, 65_535), 0)
    .option('--reuse-port', 'share the port with other servers (SO_REUSEPORT)')
    .option('--ipv6-only', 'keep IPv4 out of an IPv6 address')
    .option('--no-ipv6-only', "let it in (neither: the system's default)")
    .option('--stats <s>', 'print the counters every so many seconds', positive(DAY_S))
    .option('--json', 'print lines of JSON', false);
}

/** @internal */
export function serveOptions(flags: TcpFlags): ServeOptions {
  const { host: _host, port: _port, drain: _drain, stats: _stats, json: _json, pool, ...options } = flags;
  return pool === undefined ? options : { ...options, threads: { pool } };
}
