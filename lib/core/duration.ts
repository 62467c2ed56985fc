/** Durations are milliseconds, fractions allowed. @internal */
import { invalidArgType, outOfRange } from './argument_error.js';
import { MAX_INT32 } from './check.js';
import { zeroDuration } from './errors.js';

/** A duration, 0 included. @internal */
export function checkDuration(value: unknown, name: string): number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
    throw outOfRange(name, `>= 0 && <= ${Number.MAX_SAFE_INTEGER}`, value);
  }
  return value + 0;
}

/** A timeout; null: no limit. Rust refuses a zero one, which would mean "for ever" to the kernel. @internal */
export function checkTimeout(value: unknown, name: string): number | null {
  if (value === null) return null;
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number or null', value);
  const ms = checkDuration(value, name);
  if (ms === 0) throw zeroDuration();
  return ms;
}

/** A duration as a C `int` of `unit` milliseconds, rounded up so that a short one never becomes none. @internal */
export function wholeUnits(ms: number, unit: number, name: string): number {
  const units = Math.ceil(ms / unit);
  if (units > MAX_INT32) throw outOfRange(name, `>= 0 && <= ${MAX_INT32 * unit}`, ms);
  return units;
}
