import { expect, it } from 'vitest';
import { steps } from '../../../lib/core/steps.js';

function failing(at: number, end: number): () => number | null {
  let n = 0;
  return () => {
    n++;
    if (n === at) throw new Error('once');
    return n > end ? null : n;
  };
}

it('goes on after a step that has thrown', () => {
  const iterator = steps(failing(2, 3));
  expect(iterator.next()).toEqual({ done: false, value: 1 });
  expect(() => iterator.next()).toThrow('once');
  expect([...iterator]).toEqual([3]);
});

it('is left and entered again by for-of', () => {
  const iterator = steps(failing(0, 4));
  for (const n of iterator) if (n === 2) break;
  expect([...iterator]).toEqual([3, 4]);
});

it('has the iterator helpers where Node has them', () => {
  const plain = [][Symbol.iterator]() as unknown as Record<string, unknown>;
  expect((steps(() => null) as unknown as Record<string, unknown>).map).toBe(plain.map);
});
