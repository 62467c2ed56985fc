import { asJson, asText, type Report } from './reports.js';
import type { CommonFlags } from './serve_flags.js';
import type { Running } from './service.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Serves until a signal comes, then lets what is there finish. A second signal does what it does to any program.
 *
 * @internal
 */
export async function runServer(server: Running, handler: string, flags: CommonFlags): Promise<void> {
  const say = (report: Report) => console.log(flags.json ? asJson(report) : asText(report));
  const signaled = firstSignal();
  say({ event: 'listening', handler, local: server.local });
  const seconds = flags.stats;
  const timer = seconds && setInterval(() => say({ event: 'stats', stats: server.stats() }), 1_000 * seconds);
  const signal = await signaled;
  const over = server.shutdown();
  say({ event: 'draining', signal, stats: server.stats() });
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
