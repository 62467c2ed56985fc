/** How many calls in a row may answer without the event loop having run. */
const BUDGET = 64;

let answered = 0;

/** The event loop has run. @internal */
export function looped(): void {
  answered = 0;
}

/**
 * The answer of a call that did not have to wait. A task whose calls never have to would let nothing else run, no timer and no
 * other connection: every so often it is held up for one turn of the loop, as tokio does.
 * @internal
 */
export function fairly<T>(answer: T): T | Promise<T> {
  if (++answered < BUDGET) return answer;
  answered = 0;
  return new Promise((resolve) => setImmediate(resolve, answer));
}

/** The same of a call that has failed at once: who tries again and again must not keep what he waits for from happening. @internal */
export function failFairly(error: unknown): Promise<never> {
  if (++answered < BUDGET) return Promise.reject(error);
  answered = 0;
  return new Promise((_, reject) => setImmediate(reject, error));
}
