import { expect } from 'vitest';
import { ErrorKind, IoError } from '../../lib/index.js';

/** What `call` throws; a test whose call succeeds, or throws anything but an IoError, fails. */
export function errorOf(call: () => unknown): IoError {
  let value: unknown;
  try {
    value = call();
  } catch (error) {
    expect(error).toBeInstanceOf(IoError);
    return error as IoError;
  }
  throw new Error(`expected an error, got ${String(value)}`);
}

export function kindOf(call: () => unknown): ErrorKind {
  return errorOf(call).kind;
}

/** {@link errorOf}, of a call that may give a promise. */
export function errorSoon(call: () => unknown): Promise<IoError> {
  return (async () => call())().then(
    (value) => errorOf(() => value),
    (error) =>
      errorOf(() => {
        throw error;
      }),
  );
}

export async function kindSoon(call: () => unknown): Promise<ErrorKind> {
  return (await errorSoon(call)).kind;
}

export { ErrorKind };
