import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, estimate, median } from '../../../lib/bench/statistics.js';

describe('the median', () => {
  it('is the middle value, or the mean of the two', () => {
    expect(median([3])).toBe(3);
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});

describe('an estimate', () => {
  it('of five rounds spans them all, and holds the median with 15 of 16', () => {
    expect(estimate([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 1, high: 5, confidence: 0.9375 });
  });

  it('of eight leaves the extremes out, of seven it may not', () => {
    expect(estimate([1, 2, 3, 4, 5, 6, 7, 8])).toMatchObject({ low: 2, high: 7, confidence: 1 - 18 / 256 });
    expect(estimate([1, 2, 3, 4, 5, 6, 7])).toMatchObject({ low: 1, high: 7 });
  });

  it('of few rounds says how little it is worth', () => {
    expect(estimate([7])).toEqual({ median: 7, low: 7, high: 7, confidence: 0 });
    expect(estimate([1, 2, 3]).confidence).toBe(0.75);
    expect(() => estimate([])).toThrow(RangeError);
  });

  it('holds the median, and at least 90 % where five or more rounds are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (values) => {
          const { median: middle, low, high, confidence } = estimate(values);
          expect(low).toBeLessThanOrEqual(middle);
          expect(high).toBeGreaterThanOrEqual(middle);
          if (values.length >= 5) expect(confidence).toBeGreaterThanOrEqual(0.9);
        },
      ),
    );
  });
});

describe('a comparison', () => {
  const slow = [100, 101, 102, 103, 104];
  const fast = [200, 202, 204, 206, 208];

  it('shows a gain and a loss alike', () => {
    expect(compare(fast, slow)).toMatchObject({ verdict: 'faster', ratio: { median: 2, low: 2, high: 2 } });
    expect(compare(slow, fast)).toMatchObject({ verdict: 'slower', ratio: { median: 0.5 } });
  });

  it('shows no difference where the intervals overlap', () => {
    expect(compare([100, 101, 102, 103, 250], slow)).toMatchObject({ verdict: 'no difference shown' });
    expect(compare(slow, slow)).toMatchObject({ verdict: 'no difference shown' });
  });

  it('compares within a round: a machine that slows down for both changes no ratio', () => {
    const ours = [200, 20, 200, 2, 200];
    const theirs = [100, 10, 100, 1, 100];
    expect(compare(ours, theirs)).toMatchObject({
      ratio: { median: 2, low: 2, high: 2 },
      verdict: 'no difference shown', // the rates themselves overlap
    });
  });

  it('needs five rounds', () => {
    expect(compare(fast.slice(1), slow.slice(1))).toMatchObject({ verdict: 'too few rounds' });
    expect(() => compare(fast, slow.slice(1))).toThrow(RangeError);
  });
});
