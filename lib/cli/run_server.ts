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
  const say = (report: Report) => print(report, flags.json);
  const signaled = firstSignal();
  say({ event: 'listening', handler, local: server.local, port: server.local.port });
  const seconds = flags.stats;
  const timer = seconds && setInterval(() => say({ event: 'stats', stats: server.stats() }), 1_000 * seconds);
  try {
    const signal = await Promise.race([signaled, ...(server.failed === undefined ? [] : [server.failed])]);
    const over = server.shutdown();
    say({ event: 'draining', signal, stats: server.stats() });
    await over;
  } finally {
    clearInterval(timer);
  }
  say({ event: 'ended', stats: server.stats() });
}

/** Counters for people are beside the conversation: stdout has the address, the beginning of the end and the end. */
function print(report: Report, json: boolean): void {
  if (json) console.log(asJson(report));
  else if (report.event === 'stats') console.error(asText(report));
  else console.log(asText(report));
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
