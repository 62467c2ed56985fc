import { describe, expect, it } from 'vitest';
import { decoded, encoded, isHistogram, merged } from '../../../lib/bench/histogram.js';
import { loadTest } from '../../../lib/bench/index.js';
import { handlers, serve } from '../../../lib/index.js';
import { latencies, report } from './outcomes.js';

const of = (...pairs: number[]) => ({ latencies: Float64Array.from(pairs) });

describe('histograms of several rounds', () => {
  it('are added count by count: a mean of percentiles would be another figure', () => {
    const all = merged([of(100, 990, 200, 10), of(100, 10, 200, 10)]);
    expect(all.totalCount).toBe(1_020);
    expect(all.getValueAtPercentile(98)).toBe(100);
    expect(all.getValueAtPercentile(98.1)).toBe(200);
  });

  it("hold the load generator's shortest and longest, and counts over 2^32", () => {
    const all = decoded(encoded([of(0, 1, 1, 2 ** 33, 2 ** 36 - 1, 1), of(1, 2 ** 33)]));
    expect(all.totalCount).toBe(2 ** 34 + 2);
    expect(all.getValueAtPercentile(50)).toBe(1);
    expect(all.maxValue).toBe(2 ** 36 - 1);
  });
});

it('a histogram is read as it was written, and nothing else is one', () => {
  const written = encoded([report(1e5), report(1e6)]);
  expect(isHistogram(written)).toBe(true);
  expect(decoded(written).totalCount).toBe(1.1e6);
  expect(written.length).toBeLessThan(400);
  for (const other of ['', 'x', written.slice(0, 40), written.slice(4), encoded([])]) {
    expect(isHistogram(other)).toBe(false);
  }
});

it('has the percentiles that the load generator reported', async () => {
  const server = serve('127.0.0.1:0', handlers.echo());
  try {
    const found = await loadTest(server.localAddr(), { durationMs: 300 });
    const all = decoded(encoded([found]));
    expect(all.totalCount).toBe(found.requests);
    const { p50, p90, p99, p999, max } = found;
    // The maximum is exact there, and a bucket's end here.
    const told = [50, 90, 99, 99.9].map((percent) => Math.min(all.getValueAtPercentile(percent) / 1000, max));
    expect(told).toEqual([p50, p90, p99, p999]);
    expect(all.maxValue / 1000).toBeGreaterThanOrEqual(max);
    expect(all.maxValue / 1000).toBeLessThan(max * (1 + 1 / 128));
  } finally {
    await server.shutdown();
  }
});

it('what tests make up is told as the load generator tells it', () => {
  const all = merged([{ latencies: latencies(1e4) }]);
  const { p50, p90, p99, p999, max } = report(1e4);
  [50, 90, 99, 99.9, 100].forEach((percent, i) => {
    expect(all.getValueAtPercentile(percent) / 1000 / [p50, p90, p99, p999, max][i]!).toBeCloseTo(1, 2);
  });
});
