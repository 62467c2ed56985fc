import { setTimeout as sleep } from 'node:timers/promises';
import { IoError } from '../../lib/index.js';

/** What a read or write waits that has no limit of its own, and how long a step repeats. */
export const PATIENCE = 10_000;

/** Asks again until the answer will do; the last one is what it is. */
export async function until<T>(ask: () => T | Promise<T>, enough: (answer: T) => boolean): Promise<T> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (enough(answer) || performance.now() >= end) return answer;
    await sleep(1);
  }
}

/** Calls again as long as it throws, or throws what `again` says, and then as the last call ended. */
export async function untilDone<T>(
  call: () => T | Promise<T>,
  again: (error: IoError) => boolean,
): Promise<T> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!IoError.isIoError(error) || !again(error) || performance.now() >= end) throw error;
      await sleep(1);
    }
  }
}

/** The error that the call throws at last. */
export function untilError(call: () => unknown): Promise<IoError | null> {
  return until<IoError | null>(
    async () => {
      try {
        await call();
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
