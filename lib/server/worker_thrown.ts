/** What handlers in Workers return and throw, as their server is told. @internal */
import { debuglog, inspect } from 'node:util';
import { IoError } from '../core/io_error.js';

const log = debuglog('stdnet');

/** The arguments of `workerDone` and `parkingDone`. @internal */
export type Outcome = [
  kind: string | null,
  rawOsError: number | null,
  code: string,
  syscall: string,
  message: string,
];

/** @internal */
export const WELL: Outcome = [null, null, '', '', ''];

/** @internal */
export function outcomeOf(thrown: unknown, id: number): Outcome {
  log('connection %d: its handler threw %O', id, thrown);
  if (!IoError.isIoError(thrown)) return ['Other', null, 'ERR_HANDLER_THREW', '', textOf(thrown)];
  const { kind, rawOsError, code, syscall = '', message } = thrown;
  return [kind, rawOsError, code, syscall, message];
}

/** Its connection would be gone, or served out of turn, before it has done anything. @internal */
export function refusePromise(result: unknown): void {
  if (!(result instanceof Promise)) return;
  result.catch(() => {});
  throw new TypeError('the handler returned a promise: it must do its work before it returns');
}

function textOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : inspect(thrown);
  } catch {
    return 'something that cannot be printed';
  }
}
