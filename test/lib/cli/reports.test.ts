import { expect, it } from 'vitest';
import { asJson, asText, type Report } from '../../../lib/cli/reports.js';
import { type ServerStats, SocketAddr, type UdpServerStats } from '../../../lib/index.js';

const stats: ServerStats = {
  ...{ accepted: 3, active: 1, peak: 2, ended: 2, threads: 4, bytesIn: 50, bytesOut: 60 },
  dropped: { maxConnections: 7, noThread: 0, noDescriptor: 0 },
  errors: { ConnectionReset: 2 },
};

const counters =
  'accepted=3 active=1 peak=2 ended=2 threads=4 bytesIn=50 bytesOut=60 dropped.maxConnections=7 errors.ConnectionReset=2';

const datagrams: UdpServerStats = {
  ...{ received: 5, sent: 4, bytesIn: 50, bytesOut: 40, truncated: 0, droppedByKernel: 1 },
  errors: {},
};

const reports: [Report, string][] = [
  [
    { event: 'listening', handler: 'kv', local: SocketAddr.parse('[::1]:80'), port: 80 },
    'kv: listening on [::1]:80',
  ],
  [{ event: 'stats', stats }, `stats: ${counters}`],
  [
    { event: 'draining', signal: 'SIGTERM', stats },
    `SIGTERM: draining, a second signal ends at once: ${counters}`,
  ],
  [{ event: 'ended', stats }, `ended: ${counters}`],
  [
    { event: 'ended', stats: datagrams },
    'ended: received=5 sent=4 bytesIn=50 bytesOut=40 truncated=0 droppedByKernel=1',
  ],
];

it.each(reports)('%j: for people, and for programs', (report, text) => {
  expect(asText(report)).toBe(text);
  expect(JSON.parse(asJson(report))).toEqual(JSON.parse(JSON.stringify(report)));
  expect(asJson(report)).not.toContain('\n');
});
