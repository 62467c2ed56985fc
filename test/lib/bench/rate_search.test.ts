import { describe, expect, it } from 'vitest';
import { NoneInTime, searchAround } from '../../../lib/bench/rate_around.js';
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

describe('a search from about where it was', () => {
  /** One after the other, each from what the one before has found: the rates that each asked, and what the last found. */
  async function searches(knee: number, from: number, times: number) {
    const run = kneeAt(knee);
    const asked: number[][] = [];
    let found = { rate: from, report: report(1) };
    for (let i = 0; i < times; i++) {
      const tried: number[] = [];
      found = await searchAround(found.rate, 500, (rate) => {
        tried.push(rate);
        return run(rate);
      });
      asked.push(tried);
    }
    return { asked, found };
  }

  it.each([400, 5_000, 9_900, 11_000, 50_000])(
    'takes few runs, and comes to the knee in a few rounds: %d from 10,000',
    async (knee) => {
      const { asked, found } = await searches(knee, 10_000, 4);
      for (const tried of asked) expect(tried.length).toBeLessThanOrEqual(6);
      expect(asked.at(-1)!.length).toBeLessThanOrEqual(4);
      expect(found.rate).toBeLessThanOrEqual(knee);
      expect(found.rate).toBeGreaterThan(knee / 1.07);
      expect(found.report).toMatchObject({ requests: found.rate, p99: 100 });
    },
  );

  it('tells whether the load was why it ends there', async () => {
    const run = (rate: number) => kneeAt(10_000, rate > 10_000 ? 0.95 : 0.5)(rate);
    const { report } = await searchAround(9_000, 500, run);
    expect(report.busiestThread).toBe(0.95);
    const never = await searchAround(1_000, 500, kneeAt(1e9, 0.5));
    expect(never.report.busiestThread).toBe(0.5);
  });

  it('has none where none is in time', async () => {
    const none = searchAround(10_000, 500, kneeAt(10));
    await expect(none).rejects.toThrow(NoneInTime);
    await expect(none).rejects.toThrow('none in time, down to 310 requests a second');
    await expect(searchAround(1_000, 500, async () => report(99, { p99: 1 }))).rejects.toThrow(NoneInTime);
  });
});
