import type { TcpServer } from '../index.js';
import { asJson, asText, type Report } from './reports.js';
import type { CommonFlags } from './serve_flags.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Serves until a signal comes, then drains. A second signal does what it does to any program.
 *
 * @internal
 */
export async function runServer(server: TcpServer, handler: string, flags: CommonFlags): Promise<void> {
  const say = (report: Report) => console.log(flags.json ? asJson(report) : asText(report));
  const signaled = firstSignal();
  const local = server.localAddr();
  say({ event: 'listening', handler, local });
  const { stats: seconds, drain } = flags;
  const timer = seconds && setInterval(() => say({ event: 'stats', stats: server.stats() }), 1_000 * seconds);
  const signal = await signaled;
  const over = server.shutdown({ drain });
  say({ event: 'draining', signal, active: server.stats().active, drain });
  await over;
  clearInterval(timer);
  say({ event: 'ended', stats: server.stats() });
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const heard = (signal: NodeJS.Signals) => {
      for (const each of SIGNALS) process.off(each, heard);
      resolve(signal);
    };
    for (const each of SIGNALS) process.on(each, heard);
  });
}
