/** One thing that can be served: its flags, and how it starts and ends. @internal */
import type { Command } from 'commander';
import type {
  NativeHandler,
  NativeUdpHandler,
  ServerStats,
  SocketAddr,
  TcpServer,
  UdpServerStats,
} from '../index.js';
import { CliError } from './error.js';
import { addTcpFlags, type CommonFlags, serveOptions, type TcpFlags } from './serve_flags.js';
import { addUdpFlags, serveUdpOptions, type UdpFlags } from './serve_udp_flags.js';

/** The library, loaded when something is served: help and completions do without the addon. @internal */
export type Stdnet = typeof import('../index.js');

/** A server, whatever it serves. @internal */
export interface Running {
  readonly local: SocketAddr;
  stats(): ServerStats | UdpServerStats;
  /** What is still there may finish. */
  shutdown(): Promise<void>;
  /** What whoever lets other machines in should think of. */
  readonly advice: string;
  /** Rejected when it cannot go on. */
  readonly failed?: Promise<never>;
}

/** @internal */
export interface Service {
  readonly name: string;
  readonly summary: string;
  addFlags(command: Command): Command;
  start(stdnet: Stdnet, flags: CommonFlags): Running;
}

/** @internal */
export function runningTcp(server: TcpServer, drain: number): Running {
  return {
    local: server.localAddr(),
    stats: () => server.stats(),
    shutdown: () => server.shutdown({ drain }),
    advice: 'nobody is asked for a password: think of --max-connections and --idle-timeout',
  };
}

/** @throws CliError when it cannot listen. @internal */
export function listen(stdnet: Stdnet, { host, port }: CommonFlags, start: () => Running): Running {
  try {
    return start();
  } catch (error) {
    if (!stdnet.IoError.isIoError(error)) throw error;
    throw new CliError(`cannot listen on '${host}', port ${port}: ${error.message}, ${error.code}`);
  }
}

const none = (command: Command): Command => command;

/** @internal */
export function tcp<Own extends object>(
  name: string,
  summary: string,
  make: (stdnet: Stdnet, flags: Own) => NativeHandler,
  addOwnFlags = none,
): Service {
  return {
    name,
    summary,
    addFlags: (command) => addTcpFlags(addOwnFlags(command)),
    start(stdnet, flags: TcpFlags & Own) {
      const handler = make(stdnet, flags);
      const server = stdnet.serve([flags.host, flags.port], handler, serveOptions(flags));
      return runningTcp(server, flags.drain);
    },
  };
}

/** @internal */
export function udp(name: string, summary: string, make: (stdnet: Stdnet) => NativeUdpHandler): Service {
  return {
    name,
    summary,
    addFlags: addUdpFlags,
    start(stdnet, flags: UdpFlags) {
      const server = stdnet.serveUdp([flags.host, flags.port], make(stdnet), serveUdpOptions(flags));
      return {
        local: server.localAddr(),
        stats: () => server.stats(),
        shutdown: () => server.shutdown(),
        advice: 'the sender of a datagram can be forged: answers may go where nobody asked',
      };
    },
  };
}
