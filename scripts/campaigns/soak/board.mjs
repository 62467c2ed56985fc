/**
 * What the threads of a process of clients share: how many deeds of each kind may be done, how many were, and where the services
 * are. Deeds are granted by the round, each round the same number of each kind: whatever the machine does meanwhile, the mix stays
 * what it was.
 */
import { isMainThread } from 'node:worker_threads';

const [BELL, GRANTED, RESTING, KINDS] = [0, 1, 2, 3];
const LONGEST_WAIT_MS = 1_000;
/** Bytes that came as they should, connections that an ended server has cut, datagrams without an answer. */
const COUNTERS = ['bytes', 'cut', 'lost'];

export class Board {
  #cells;
  #kinds;
  #quotas;
  #services;
  #counters;

  /** `shape`: { quotas: deeds of each kind in a round, services: names }. `memory`: what another thread's board has. */
  constructor(shape, memory) {
    this.shape = shape;
    this.#kinds = Object.keys(shape.quotas);
    this.#quotas = Object.values(shape.quotas);
    this.#services = shape.services;
    const cells = KINDS + 2 * this.#kinds.length + 2 * this.#services.length;
    const counters = 8 * Math.ceil(cells / 2);
    this.memory = memory ?? new SharedArrayBuffer(counters + 8 * COUNTERS.length);
    this.#cells = new Int32Array(this.memory, 0, cells);
    this.#counters = new BigInt64Array(this.memory, counters);
  }

  grant(rounds) {
    Atomics.store(this.#cells, GRANTED, rounds);
    this.#ring();
  }

  get resting() {
    return Atomics.load(this.#cells, RESTING) === 1;
  }

  set resting(on) {
    Atomics.store(this.#cells, RESTING, on ? 1 : 0);
    this.#ring();
  }

  /**
   * Of `kinds`, in a random order, the first that may be done now; null: all have to wait. `holding` is told before, so that whoever
   * ends this thread knows of it.
   */
  take(kinds, random, holding) {
    const from = random.below(kinds.length);
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[(from + i) % kinds.length];
      holding(kind);
      if (!this.resting && this.#takeOne(this.#kinds.indexOf(kind))) return kind;
    }
    holding(null);
    return null;
  }

  /** The same, when one may be done; null: rest. */
  async next(kinds, random, holding) {
    for (;;) {
      const rung = Atomics.load(this.#cells, BELL);
      const kind = this.take(kinds, random, holding);
      if (kind !== null || this.resting) return kind;
      await this.#wait(rung);
    }
  }

  async rested() {
    while (this.resting) await this.#wait(Atomics.load(this.#cells, BELL));
  }

  finish(kind) {
    Atomics.add(this.#cells, this.#done(this.#kinds.indexOf(kind)), 1);
  }

  get done() {
    return Object.fromEntries(this.#kinds.map((kind, i) => [kind, Atomics.load(this.#cells, this.#done(i))]));
  }

  /** Rounds of which everything is done. */
  get rounds() {
    return Math.min(
      ...this.#quotas.map((quota, i) => Math.floor(Atomics.load(this.#cells, this.#done(i)) / quota)),
    );
  }

  count(counter, n) {
    Atomics.add(this.#counters, COUNTERS.indexOf(counter), BigInt(n));
  }

  get counts() {
    return Object.fromEntries(COUNTERS.map((name, i) => [name, Number(Atomics.load(this.#counters, i))]));
  }

  place(name, port) {
    const at = this.#service(name);
    Atomics.store(this.#cells, at, port);
    Atomics.add(this.#cells, at + 1, 1);
    this.#ring();
  }

  where(name) {
    const at = this.#service(name);
    const generation = Atomics.load(this.#cells, at + 1); // before the port: at worst it is taken for older than it is
    return { name, generation, port: Atomics.load(this.#cells, at) };
  }

  /** Whether there is a newer one meanwhile. */
  isGone({ name, generation }) {
    return Atomics.load(this.#cells, this.#service(name) + 1) > generation;
  }

  #takeOne(i) {
    const at = KINDS + i;
    for (;;) {
      const taken = Atomics.load(this.#cells, at);
      if (taken >= this.#quotas[i] * Atomics.load(this.#cells, GRANTED)) return false;
      if (Atomics.compareExchange(this.#cells, at, taken, taken + 1) === taken) return true;
    }
  }

  #done(i) {
    return KINDS + this.#kinds.length + i;
  }

  #service(name) {
    return KINDS + 2 * this.#kinds.length + 2 * this.#services.indexOf(name);
  }

  #ring() {
    Atomics.add(this.#cells, BELL, 1);
    Atomics.notify(this.#cells, BELL);
  }

  /** A Worker has nothing else to do, and blocks. */
  #wait(rung) {
    if (!isMainThread) return Atomics.wait(this.#cells, BELL, rung, LONGEST_WAIT_MS);
    return Atomics.waitAsync(this.#cells, BELL, rung, LONGEST_WAIT_MS).value;
  }
}
