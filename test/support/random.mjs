/** mulberry32: the same numbers for the same seed. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed | 0;
  }

  /** 0 to n - 1. */
  below(n) {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** True once in `n` times. */
  once(n) {
    return this.below(n) === 0;
  }
}
