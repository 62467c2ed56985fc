import { describe, expect, it } from 'vitest';
import { searchRate } from '../../../lib/bench/rate_search.js';
import { report } from './outcomes.js';

/** A server that is quick up to a rate, and from then on hopeless. */
function kneeAt(knee: number, busiestThread = 0.5) {
  return async (rate: number) => report(rate, { p99: rate <= knee ? 100 : 1e6, busiestThread });
}

describe('the highest rate in time', () => {
  it.each([50, 1_000, 3_333, 9_000, 9_999])(
    'is found where latency has its knee: %d of 10,000',
    async (knee) => {
      const { rate, report, tried } = await searchRate(10_000, 500, kneeAt(knee));
      expect(rate).toBeLessThanOrEqual(knee);
      expect(knee - rate).toBeLessThanOrEqual(10_000 / 32);
      expect(report.requests).toBe(rate);
      expect(tried.length).toBeLessThanOrEqual(10);
      expect(Math.max(...tried.filter(({ inTime }) => inTime).map((one) => one.rate))).toBe(rate);
      for (const one of tried) expect(one.inTime).toBe(one.p99 <= 500);
    },
  );

  it('is what a closed loop reaches where that is in time', async () => {
    const { rate, tried } = await searchRate(10_000, 500, kneeAt(1e9));
    expect(rate).toBe(10_000);
    expect(tried).toEqual([{ rate: 10_000, p99: 100, inTime: true }]);
  });

  it('is not the server’s where the load was busy all the time', async () => {
    expect(await searchRate(10_000, 500, kneeAt(5_000, 0.95))).toMatchObject({ loadSaturated: true });
    expect(await searchRate(10_000, 500, kneeAt(5_000, 0.5))).toMatchObject({ loadSaturated: false });
  });

  it('is not that at which there was nothing to answer', async () => {
    const run = async () => report(0, { p99: 0 });
    await expect(searchRate(10_000, 500, run)).rejects.toMatchObject({ name: 'BenchError' });
  });

  it('is told to be none', async () => {
    const none = searchRate(10_000, 500, kneeAt(10));
    await expect(none).rejects.toThrow('the p99 is 1000000 us at 39 requests a second already');
    await expect(none).rejects.toMatchObject({ name: 'BenchError' });
    await expect(searchRate(0, 500, kneeAt(10))).rejects.toThrow('not one request was answered');
  });
});
