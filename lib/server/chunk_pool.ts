import { markAsUntransferable } from 'node:worker_threads';

const SIZE = 64 * 1024;

/** Memory that small chunks are cut from. Each part is handed out once: a chunk is its listener's. @internal */
export class ChunkPool {
  #memory = fresh();
  #used = 0;

  /** What the next chunks are to be written to, from {@link used} on. */
  get memory(): Buffer {
    return this.#memory;
  }

  get used(): number {
    return this.#used;
  }

  /** Room for a chunk of so many bytes, at least. */
  makeRoom(size: number): void {
    if (SIZE - this.#used >= size) return;
    this.#memory = fresh();
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
function fresh(): Buffer {
  const memory = Buffer.allocUnsafeSlow(SIZE);
  markAsUntransferable(memory.buffer);
  return memory;
}
