import { expect, it } from 'vitest';
import { latencyCurve, percentAt } from '../../../lib/bench/report/latency_curve.js';
import { measured, outcome, report, rounds } from './outcomes.js';
import { run } from './runs.js';

const serverOf = (reports = rounds(1e5)) =>
  run([outcome('echo-16', [measured('node', reports)])]).workloads[0]!.servers[0]!;

it('the curve of a server rises through its percentiles, of all rounds', () => {
  const server = serverOf();
  const curve = latencyCurve(server);
  expect(curve.map(({ us }) => us)).toEqual(curve.map(({ us }) => us).sort((a, b) => a - b));
  const { p90, p99, p999, max } = server;
  for (const [oneIn, us] of [
    [10, p90],
    [100, p99],
    [1_000, p999],
    [10_000, max],
  ] as const) {
    const point = curve.find((candidate) => Math.abs(candidate.oneIn / oneIn - 1) < 1e-9)!;
    expect(point.us / us).toBeCloseTo(1, 2);
  }
});

it('it ends where a single request took longer, or at 99.99 %', () => {
  expect(percentAt(latencyCurve(serverOf()).at(-1)!.oneIn)).toBeCloseTo(99.99);
  const few = latencyCurve(serverOf([report(100), report(100)]));
  expect(few.at(-1)!.oneIn).toBeLessThanOrEqual(200);
  expect(few.at(-1)!.oneIn).toBeGreaterThan(175);
  expect(latencyCurve(serverOf([report(1)]))).toEqual([]);
});

it('without a histogram it is the percentiles that are known', () => {
  const server = serverOf();
  const curve = latencyCurve({ ...server, histogram: null });
  expect(curve.map(({ oneIn }) => percentAt(oneIn))).toEqual([50, 90, 99, 99.9]);
  expect(curve.map(({ us }) => us)).toEqual([server.p50, server.p90, server.p99, server.p999]);
});
