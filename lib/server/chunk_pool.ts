import { markAsUntransferable } from 'node:worker_threads';

/** Small chunks keep no more than that. */
const SIZE = 64 * 1024;

/** Memory that chunks are cut from. Each part is handed out once: a chunk is its listener's. @internal */
export class ChunkPool {
  readonly #size: number;
  #memory: Buffer;
  #used = 0;

  constructor(size = SIZE) {
    this.#size = size;
    this.#memory = fresh(size);
  }

  /** What the next chunks are to be written to, from {@link used} on. */
  get memory(): Buffer {
    return this.#memory;
  }

  get used(): number {
    return this.#used;
  }

  /** Room for a chunk of so many bytes, at least. */
  makeRoom(size: number): void {
    if (this.#size - this.#used >= size) return;
    this.#memory = fresh(this.#size);
    this.#used = 0;
  }

  /** The next so many bytes. */
  cut(size: number): Buffer {
    const start = this.#used;
    this.#used += size;
    return this.#memory.subarray(start, this.#used);
  }
}

/** Whoever posts one chunk to a Worker must not take the others along. */
function fresh(size: number): Buffer {
  const memory = Buffer.allocUnsafeSlow(size);
  markAsUntransferable(memory.buffer);
  return memory;
}
