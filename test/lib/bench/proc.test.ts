import { describe, expect, it } from 'vitest';
import { listenOverflows, peakMemory, tcpExt } from '../../../lib/bench/proc.js';

describe('netstat', () => {
  const text =
    'IpExt: A B\nIpExt: 1 2\nTcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 5 17 18\n';

  it('is read by the names of its columns', () => {
    expect(tcpExt(text, 'ListenOverflows')).toBe(17);
    expect(tcpExt(text, 'ListenDrops')).toBe(18);
  });

  it('may lack a counter, or everything', () => {
    expect(tcpExt(text, 'Nothing')).toBeNull();
    expect(tcpExt('', 'ListenOverflows')).toBeNull();
  });
});

it.runIf(process.platform === 'linux')('what Linux tells is found', () => {
  expect(peakMemory(process.pid)).toBeGreaterThan(1e6);
  expect(listenOverflows()).toBeGreaterThanOrEqual(0);
  expect(peakMemory(2 ** 22 + 1)).toBeNull(); // no such process
});
