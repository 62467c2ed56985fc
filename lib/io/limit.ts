import { invalidArgType, outOfRange } from '../core/argument_error.js';

/** What is read from a network is never read without a bound: 64 MiB. @internal */
export const DEFAULT_LIMIT = 64 * 1024 * 1024;

/** A number of bytes, or Infinity. @internal */
export function checkLimit(value: unknown = DEFAULT_LIMIT, name = 'limit'): number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (value !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(value) && value >= 0)) {
    throw outOfRange(name, 'an integer >= 0 or Infinity', value);
  }
  return value;
}
