/** Numbers on the command line. @internal */
import { InvalidArgumentError } from 'commander';

/** The largest of what the servers take as 32-bit integers. @internal */
export const MAX_INT32 = 2 ** 31 - 1;

/** Plain decimal notation, or null: `1e3`, `0x10`, an empty text and `Infinity` are typing errors more often than numbers. */
function parse(text: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/** @internal */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = parse(text);
    if (value !== null && Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be an integer from ${min} to ${max}.`);
  };
}

/** Above 0, fractions allowed. @internal */
export function positive(max: number): (text: string) => number {
  return (text) => {
    const value = parse(text);
    if (value !== null && value > 0 && value <= max) return value;
    throw new InvalidArgumentError(`It must be a number above 0, and at most ${max}.`);
  };
}
