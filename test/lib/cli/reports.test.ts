import { expect, it } from 'vitest';
import { asJson, asText, type Report } from '../../../lib/cli/reports.js';
import { type ServerStats, SocketAddr } from '../../../lib/index.js';

const stats: ServerStats = {
  ...{ accepted: 3, active: 1, peak: 2, ended: 2, threads: 4, bytesIn: 50, bytesOut: 60 },
  dropped: { maxConnections: 7, noThread: 0, noDescriptor: 0 },
  errors: { ConnectionReset: 2 },
};

const counters =
  'active=1 accepted=3 ended=2 peak=2 threads=4 bytesIn=50 bytesOut=60 dropped.maxConnections=7 errors.ConnectionReset=2';

const reports: [Report, string][] = [
  [{ event: 'listening', handler: 'kv', local: SocketAddr.parse('[::1]:80') }, 'kv: listening on [::1]:80'],
  [{ event: 'stats', stats }, `stats: ${counters}`],
  [
    { event: 'draining', signal: 'SIGTERM', active: 5, drain: 100 },
    'SIGTERM: 5 connections have 100 ms to finish; a second signal ends at once',
  ],
  [{ event: 'ended', stats }, `ended: ${counters}`],
];

it.each(reports)('%j: for people, and for programs', (report, text) => {
  expect(asText(report)).toBe(text);
  expect(JSON.parse(asJson(report))).toEqual(JSON.parse(JSON.stringify(report)));
  expect(asJson(report)).not.toContain('\n');
});
