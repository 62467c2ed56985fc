const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(async function* () {}.prototype),
) as object;

/**
 * `steps()` of the blocking API, in asynchronous: an iterator that lives on after its step has failed. null is the end.
 * @internal
 */
export function asyncSteps<T>(step: () => Promise<T | null>): AsyncIterableIterator<T> {
  const iterator = Object.create(AsyncIteratorPrototype) as AsyncIterableIterator<T>;
  iterator.next = async () => {
    const value = await step();
    return value === null ? { done: true, value: undefined } : { done: false, value };
  };
  return iterator;
}
