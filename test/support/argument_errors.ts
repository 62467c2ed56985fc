import { expect } from 'vitest';
import { IoError } from '../../lib/index.js';

/** What `call` throws. */
export function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}

/** `call` refuses an argument's type, in Node's way. */
export function expectInvalidType(call: () => unknown): void {
  const error = thrown(call);
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
}

/** `call` refuses an argument's value, in Node's way. */
export function expectOutOfRange(call: () => unknown): void {
  const error = thrown(call);
  expect(error).toBeInstanceOf(RangeError);
  expect(error).toMatchObject({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE' });
}

/** `call` fails as an operation, with that kind. */
export function expectIoError(call: () => unknown, expected: Record<string, unknown>): IoError {
  const error = thrown(call);
  expect(error).toBeInstanceOf(IoError);
  expect(error).toMatchObject(expected);
  return error as IoError;
}
