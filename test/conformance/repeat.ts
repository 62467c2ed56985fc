import { IoError } from '../../lib/index.js';

/** What a read or write waits that has no limit of its own, and how long a step repeats. */
export const PATIENCE = 10_000;

/** Asks again until the answer will do; the last one is what it is. */
export function until<T>(ask: () => T, enough: (answer: T) => boolean): T {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const answer = ask();
    if (enough(answer) || performance.now() >= end) return answer;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
}

/** Calls again as long as it throws, or throws what `again` says, and then as the last call ended. */
export function untilDone<T>(call: () => T, again: (error: IoError) => boolean): T {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!IoError.isIoError(error) || !again(error) || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** The error that the call throws at last. */
export function untilError(call: () => unknown): IoError | null {
  return until(
    () => {
      try {
        call();
        return null;
      } catch (error) {
        if (!IoError.isIoError(error)) throw error;
        return error;
      }
    },
    (error) => error !== null,
  );
}

export const wouldBlock = (error: IoError): boolean => error.kind === 'WouldBlock';
