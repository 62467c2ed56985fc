/** `stdnet connect`. @internal */
import { Command } from 'commander';
import type { TalkFlags } from './connect/talk_tcp.js';
import { MAX_INT32, positive } from './numbers.js';

interface ConnectFlags extends TalkFlags {
  readonly udp: boolean;
}

const HELP = `
Exit codes:
  0    the peer ended its side; with --udp: it was silent after an answer
  1    it could not be reached, or the connection broke
  124  --timeout ran out; with --udp: no answer came

Examples:
  $ echo 'GET a' | stdnet connect 127.0.0.1:7878
  $ stdnet connect localhost:7878 --timeout 5000 < request > reply
  $ echo TIME | stdnet connect --udp --lines 127.0.0.1:9000`;

/** @internal */
export function connectCommand(): Command {
  return new Command('connect')
    .description('stdin to a server, and what it answers to stdout')
    .argument('<host:port>', 'a name, 127.0.0.1 or [::1], and a port')
    .option('--udp', 'datagrams: what comes on stdin at once is one', false)
    .option('--lines', 'send whole lines; with --udp each is a datagram, and each answer a line', false)
    .option(
      '--timeout <ms>',
      'to connect, and without a byte in either direction (no limit; with --udp 1,000 after the end of stdin)',
      positive(MAX_INT32),
    )
    .addHelpText('after', HELP)
    .action(async (address: string, flags: ConnectFlags) => {
      const { connectTcp, connectUdp } = await import('./connect/connect.js'); // it brings the addon
      await (flags.udp ? connectUdp : connectTcp)(address, flags);
    });
}
