import { checkOptions, checkSignal } from '../core/check.js';
import { failFairly } from './turns.js';

/** What every call that may wait takes as its last argument. */
export interface CallOptions {
  /**
   * Ends the call: it rejects with the signal's reason. A read that was ended so has taken nothing; a write says in its
   * documentation what may have gone.
   */
  signal?: AbortSignal;
}

/** @throws the reason of a signal that is aborted already. @internal */
export function signalOf(options: CallOptions | undefined): AbortSignal | undefined {
  if (options === undefined) return undefined;
  const { signal } = checkOptions<CallOptions>(options, 'options');
  if (signal === undefined) return undefined;
  checkSignal(signal, 'options.signal').throwIfAborted();
  return signal;
}

/** For a call that is a part of another. @internal */
export function optionsOf(signal: AbortSignal | undefined): CallOptions | undefined {
  return signal === undefined ? undefined : { signal };
}

/** Whether a call has failed because its signal was aborted. @internal */
export function isAbort(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && error === signal.reason;
}

/** What `call` returns or throws, as a promise. @internal */
export function attempt<T>(call: () => T | Promise<T>): Promise<T> {
  try {
    return Promise.resolve(call());
  } catch (error) {
    return failFairly(error);
  }
}
