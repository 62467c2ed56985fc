/**
 * Work on a stream that does not say who waits for the stream: it yields what each call on it gives, a value or a promise of
 * one, and goes on with the value. So what a reader or writer does stands once, for threads that block and for the event loop.
 * @internal
 */
export type Operation<T> = Generator<unknown, T, unknown>;

/** Of streams whose calls block. @internal */
export function perform<T>(operation: Operation<T>): T {
  let step = operation.next();
  while (!step.done) step = operation.next(step.value);
  return step.value;
}

/** Of streams whose calls give promises. @internal */
export async function performAsync<T>(operation: Operation<T>): Promise<T> {
  let step = operation.next();
  while (!step.done) step = await next(operation, step.value);
  return step.value;
}

async function next<T>(operation: Operation<T>, result: unknown): Promise<IteratorResult<unknown, T>> {
  let value: unknown;
  try {
    value = await result;
  } catch (error) {
    return operation.throw(error);
  }
  return operation.next(value);
}
