import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratioOfMedians } from '../../../lib/bench/bootstrap.js';
import { steadiness } from '../../../lib/bench/format.js';
import { compare } from '../../../lib/bench/statistics.js';
import { drift, outliers } from '../../../lib/bench/steadiness.js';

describe('drift', () => {
  it('is what a rate gains or loses from the first round to the last', () => {
    expect(drift([100, 110, 120, 130, 140])).toBeCloseTo(40 / 120);
    expect(drift([140, 130, 120, 110, 100])).toBeCloseTo(-40 / 120);
    expect(drift([100, 101, 140, 141, 142, 150, 160, 161, 155])).toBeGreaterThan(0.3);
  });

  it.each([
    ['no trend', [100, 140, 90, 130, 110]],
    ['one that is small', [100, 101, 102, 103, 104]],
    ['one that chance may make', [100, 130, 120, 140, 150]],
    ['too few rounds', [100, 150, 200, 250]],
    ['rates that never change', [5, 5, 5, 5, 5]],
  ])('%s is none', (_, values) => {
    expect(drift(values)).toBeNull();
  });
});

describe('outliers', () => {
  it('are the rounds far from the others', () => {
    expect(outliers([100, 101, 30, 99, 100])).toEqual([3]);
    expect(outliers([400, 101, 100, 99, 100, 98, 10])).toEqual([1, 7]);
    expect(outliers([100, 100, 100, 100, 50])).toEqual([5]);
  });

  it.each([
    ['wide rounds', [100, 140, 90, 130, 110]],
    ['a step of a few percent', [100, 100, 100, 100, 95]],
    ['too few rounds', [100, 100, 100, 1]],
  ])('%s have none', (_, values) => {
    expect(outliers(values)).toEqual([]);
  });

  it('are told in words, as drift is', () => {
    expect(steadiness({ drift: -0.34, outliers: [3] })).toEqual([
      'the rate fell by 34 % through the rounds.',
      'round 3 far from the others.',
    ]);
    expect(steadiness({ drift: 0.2, outliers: [1, 7] })).toEqual([
      'the rate rose by 20 % through the rounds.',
      'rounds 1, 7 far from the others.',
    ]);
    expect(steadiness({ drift: null, outliers: [] })).toEqual([]);
  });
});

it('the effect size counts who beats whom', () => {
  expect(compare([3, 4], [1, 2]).effect).toBe(1);
  expect(compare([1, 2], [3, 4]).effect).toBe(-1);
  expect(compare([1, 4], [2, 3]).effect).toBe(0);
  expect(compare([2, 2], [2, 1]).effect).toBe(0.5);
});

describe('the bootstrap of two runs', () => {
  it('gives the ratio of the medians, within its interval, the same every time', () => {
    const [ours, theirs] = [
      [90, 100, 110, 95, 105],
      [45, 50, 55, 47, 53],
    ];
    const ratio = ratioOfMedians(ours!, theirs!);
    expect(ratio).toMatchObject({ median: 2, confidence: 0.95 });
    expect(ratio.low).toBeLessThan(2);
    expect(ratio.high).toBeGreaterThan(2);
    expect(ratioOfMedians(ours!, theirs!)).toEqual(ratio);
  });

  it('never leaves what the rounds allow', () => {
    const rates = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(rates, rates, (ours, theirs) => {
        const { low, high } = ratioOfMedians(ours, theirs);
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...ours) / Math.max(...theirs));
        expect(high).toBeLessThanOrEqual(Math.max(...ours) / Math.min(...theirs));
      }),
      { numRuns: 30 },
    );
  });

  it('holds the true ratio about as often as it says', () => {
    let state = 7;
    const noise = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return 100 + (10 * state) / 2 ** 31;
    };
    const sample = () => Array.from({ length: 15 }, noise);
    const trials = 100;
    let held = 0;
    for (let i = 0; i < trials; i++) {
      const { low, high } = ratioOfMedians(sample(), sample());
      if (low <= 1 && high >= 1) held++;
    }
    expect(held).toBeGreaterThanOrEqual(88);
  });
});
