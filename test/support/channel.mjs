/**
 * A queue between threads whose receive blocks, as `std::sync::mpsc` has it. A port needs the event loop of the receiving
 * thread; this needs none, so that a test can wait in the middle of a line, beside a blocking socket call.
 *
 * Messages are JSON. Each of the SLOTS places has a turn counter: `2 * lap` says "free for lap", `2 * lap + 1` says "filled
 * in lap". Senders and receivers take their positions with one atomic addition and then wait for their turn.
 */

const SLOTS = 32;
const SLOT_BYTES = 4096;
const COUNTERS = 2 + SLOTS; // next position to send, next position to receive, the turns
const DEFAULT_DEADLINE_MS = 20_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Channel {
  /** @param {SharedArrayBuffer} [memory] what another thread's channel has as its `memory` */
  constructor(memory = new SharedArrayBuffer(4 * COUNTERS + SLOTS * SLOT_BYTES)) {
    this.memory = memory;
    this.counters = new Int32Array(memory, 0, COUNTERS);
  }

  send(message = null) {
    const bytes = encoder.encode(JSON.stringify(message));
    if (bytes.length > SLOT_BYTES - 4) throw new RangeError(`a message of ${bytes.length} bytes`);
    const [slot, lap] = this.#take(0);
    this.#await(slot, 2 * lap, DEFAULT_DEADLINE_MS);
    new DataView(this.memory, this.#offset(slot)).setUint32(0, bytes.length);
    new Uint8Array(this.memory, this.#offset(slot) + 4).set(bytes);
    this.#turn(slot, 2 * lap + 1);
  }

  /** Throws when nothing has come within `deadlineMs`: a test that would hang fails instead. */
  recv(deadlineMs = DEFAULT_DEADLINE_MS) {
    const [slot, lap] = this.#take(1);
    this.#await(slot, 2 * lap + 1, deadlineMs);
    return this.#message(slot, lap);
  }

  /** recv() for a thread whose event loop has other work. */
  async receive(deadlineMs = DEFAULT_DEADLINE_MS) {
    const [slot, lap] = this.#take(1);
    const filled = 2 * lap + 1;
    const end = performance.now() + deadlineMs;
    for (let now = this.#now(slot); now !== filled; now = this.#now(slot)) {
      await Atomics.waitAsync(this.counters, 2 + slot, now, left(end, deadlineMs)).value;
    }
    return this.#message(slot, lap);
  }

  #message(slot, lap) {
    const length = new DataView(this.memory, this.#offset(slot)).getUint32(0);
    const text = decoder.decode(new Uint8Array(this.memory, this.#offset(slot) + 4, length).slice());
    this.#turn(slot, 2 * (lap + 1));
    return JSON.parse(text);
  }

  /** Whether recv() would not wait. For one receiver. */
  get filled() {
    const position = Atomics.load(this.counters, 1);
    return Atomics.load(this.counters, 2 + (position % SLOTS)) === 2 * Math.floor(position / SLOTS) + 1;
  }

  #take(counter) {
    const position = Atomics.add(this.counters, counter, 1);
    return [position % SLOTS, Math.floor(position / SLOTS)];
  }

  #offset(slot) {
    return 4 * COUNTERS + slot * SLOT_BYTES;
  }

  #await(slot, turn, deadlineMs) {
    const end = performance.now() + deadlineMs;
    for (;;) {
      const now = this.#now(slot);
      if (now === turn) return;
      Atomics.wait(this.counters, 2 + slot, now, left(end, deadlineMs));
    }
  }

  #now(slot) {
    return Atomics.load(this.counters, 2 + slot);
  }

  #turn(slot, turn) {
    Atomics.store(this.counters, 2 + slot, turn);
    Atomics.notify(this.counters, 2 + slot);
  }
}

function left(end, deadlineMs) {
  const ms = end - performance.now();
  if (ms <= 0) throw new Error(`nothing on the channel within ${deadlineMs} ms`);
  return ms;
}
