/** What an operator can say of a UDP server on the command line. @internal */
import type { Command } from 'commander';
import type { ServeUdpOptions } from '../index.js';
import { integer, MAX_INT32 } from './numbers.js';
import { addCommonFlags, type CommonFlags } from './serve_flags.js';

const MAX_THREADS = 1024;
const MAX_DATAGRAM = 65_535;

/** The options of `serveUdp()` by their own names. @internal */
export interface UdpFlags extends CommonFlags, Omit<ServeUdpOptions, 'signal'> {}

/** @internal */
export function addUdpFlags(command: Command): Command {
  return addCommonFlags(command)
    .option('--threads <n>', 'that take datagrams (1)', integer(1, MAX_THREADS))
    .option('--max-datagram <bytes>', 'a longer one is cut (65,535)', integer(1, MAX_DATAGRAM))
    .option('--recv-buffer-size <bytes>', "what may wait (the system's default)", integer(0, MAX_INT32))
    .option('--reuse-addr', 'share the address (SO_REUSEADDR)');
}

/** @internal */
export function serveUdpOptions(flags: UdpFlags): ServeUdpOptions {
  const { host: _host, port: _port, stats: _stats, json: _json, ...options } = flags;
  return options;
}
