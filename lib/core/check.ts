/** Checks of arguments. Each returns what it checked; each throws with Node's codes and texts. @internal */
import { invalidArgType, outOfRange } from './argument_error.js';

/** An integer from `min` to `max`; -0 becomes 0. @internal */
export function checkInteger(value: unknown, name: string, min: number, max: number): number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < min || value > max) throw outOfRange(name, `>= ${min} && <= ${max}`, value);
  return value + 0;
}

/** @internal */
export const MAX_INT32 = 2 ** 31 - 1;
/** @internal */
export const MAX_UINT32 = 2 ** 32 - 1;

/** What a C `int` that must not be negative can hold. @internal */
export function checkCount(value: unknown, name: string): number {
  return checkInteger(value, name, 0, MAX_INT32);
}

/** @internal */
export function checkBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw invalidArgType(name, 'of type boolean', value);
  return value;
}

/** @internal */
export function checkString(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalidArgType(name, 'of type string', value);
  return value;
}

/** @internal */
export function checkByte(value: unknown, name: string): number {
  return checkInteger(value, name, 0, 255);
}

/** A buffer to read into. @internal */
export function checkBytes(value: unknown, name: string): ArrayBufferView {
  if (!ArrayBuffer.isView(value)) throw notBytes(value, name);
  return value;
}

/** @internal */
export function notBytes(value: unknown, name: string): TypeError {
  return invalidArgType(name, 'an instance of Buffer, TypedArray, or DataView', value);
}

/** @internal */
export function checkSignal(value: unknown, name: string): AbortSignal {
  if (!(value instanceof AbortSignal)) throw invalidArgType(name, 'an instance of AbortSignal', value);
  return value;
}

/** The last parameter of many calls: undefined is "all defaults". @internal */
export function checkOptions<T extends object>(value: T | undefined, name: string): Partial<T> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidArgType(name, 'of type object', value);
  }
  return value;
}

/** An array whose items were read once and checked: nothing that `item` saw can be another thing later. @internal */
export function checkArray<In, Out>(
  value: readonly In[],
  name: string,
  max: number,
  item: (value: In, name: string) => Out,
): Out[] {
  if (!Array.isArray(value)) throw invalidArgType(name, 'an instance of Array', value);
  const items: Out[] = [];
  for (let i = 0; i < value.length && i < max; i++) items.push(item(value[i] as In, `${name}[${i}]`));
  return items;
}
