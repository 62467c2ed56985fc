/** What `stdnet serve` prints: a line for each report, for people or for programs. @internal */
import type { ServerStats, SocketAddr, UdpServerStats } from '../index.js';

type Stats = ServerStats | UdpServerStats;

/** @internal */
export type Report =
  | { event: 'listening'; handler: string; local: SocketAddr; port: number }
  | { event: 'stats'; stats: Stats }
  | { event: 'draining'; signal: string; stats: Stats }
  | { event: 'ended'; stats: Stats };

/** @internal */
export function asJson(report: Report): string {
  return JSON.stringify(report);
}

/** @internal */
export function asText(report: Report): string {
  switch (report.event) {
    case 'listening':
      return `${report.handler}: listening on ${report.local}`;
    case 'draining':
      return `${report.signal}: draining, a second signal ends at once: ${counters(report.stats)}`;
    default:
      return `${report.event}: ${counters(report.stats)}`;
  }
}

/** `accepted=1 active=1 …`; of what was refused or failed only that which there was: `errors.ConnectionReset=2`. */
function counters(stats: Stats): string {
  return Object.entries(stats)
    .flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : parts(name, value)))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function parts(name: string, counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).flatMap(([part, count]) => (count > 0 ? [[`${name}.${part}`, count]] : []));
}
