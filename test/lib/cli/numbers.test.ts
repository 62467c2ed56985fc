import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { integer, positive } from '../../../lib/cli/numbers.js';

describe('numbers on the command line', () => {
  it.each([
    ['0', 0],
    ['7878', 7878],
    ['65535', 65_535],
  ])('integer: %s', (text, value) => expect(integer(0, 65_535)(text)).toBe(value));

  it.each(['', ' ', '65536', '-1', '1.5', '1e3', '0x10', 'Infinity', 'NaN', '1 2', 'x'])(
    'no integer: "%s"',
    (text) => expect(() => integer(0, 65_535)(text)).toThrow(InvalidArgumentError),
  );

  it.each([
    ['0.5', 0.5],
    ['100', 100],
  ])('positive: %s', (text, value) => expect(positive(100)(text)).toBe(value));

  it.each(['0', '0.0', '100.1', '-1', '.', '1.', 'Infinity'])('not positive: "%s"', (text) =>
    expect(() => positive(100)(text)).toThrow(/above 0, and at most 100/),
  );
});
