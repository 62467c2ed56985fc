/** What `stdnet serve` prints: a line for each report, for people or for programs. @internal */
import type { ServerStats, SocketAddr } from '../index.js';

/** @internal */
export type Report =
  | { event: 'listening'; handler: string; local: SocketAddr }
  | { event: 'stats'; stats: ServerStats }
  | { event: 'draining'; signal: string; active: number; drain: number }
  | { event: 'ended'; stats: ServerStats };

/** @internal */
export function asJson(report: Report): string {
  return JSON.stringify(report);
}

/** @internal */
export function asText(report: Report): string {
  switch (report.event) {
    case 'listening':
      return `${report.handler}: listening on ${report.local}`;
    case 'stats':
      return `stats: ${counters(report.stats)}`;
    case 'draining': {
      const { signal, active, drain } = report;
      return `${signal}: ${active} connections have ${drain} ms to finish; a second signal ends at once`;
    }
    case 'ended':
      return `ended: ${counters(report.stats)}`;
  }
}

/** `active=1 accepted=2 …`; of what was refused or failed only that which there was. */
function counters({
  active,
  accepted,
  ended,
  peak,
  threads,
  bytesIn,
  bytesOut,
  dropped,
  errors,
}: ServerStats) {
  return [
    ...Object.entries({ active, accepted, ended, peak, threads, bytesIn, bytesOut }),
    ...Object.entries(dropped).flatMap(([reason, count]) =>
      count > 0 ? [[`dropped.${reason}`, count]] : [],
    ),
    ...Object.entries(errors).map(([kind, count]) => [`errors.${kind}`, count]),
  ]
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
