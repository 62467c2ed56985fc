const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;

/**
 * An iterator over a function that gives the next item, or null at the end. Unlike a generator it lives on after its
 * step has thrown: an `accept()` or a line that failed is one step, not the end.
 * @internal
 */
export function steps<T>(step: () => T | null): IterableIterator<T> {
  // On a Node that has them, map(), take() and the other iterator helpers come with the prototype.
  const iterator = Object.create(IteratorPrototype) as IterableIterator<T>;
  iterator.next = () => {
    const value = step();
    return value === null ? { done: true, value: undefined } : { done: false, value };
  };
  return iterator;
}
