/** What a chunk that waits counts at least: it is an object, however few bytes it has. */
const LEAST_COST = 256;

/** Chunks that came while nobody wanted them, oldest first, and what they take. @internal */
export class WaitingChunks {
  #chunks: Buffer[] = [];
  #cost = 0;

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  /** Bytes, or thereabouts. */
  get cost(): number {
    return this.#cost;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(ownOf(chunk));
    this.#cost += costOf(chunk);
  }

  shift(): Buffer | undefined {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) this.#cost -= costOf(chunk);
    return chunk;
  }

  clear(): void {
    this.#chunks = [];
    this.#cost = 0;
  }
}

function costOf(chunk: Buffer): number {
  return Math.max(chunk.length, LEAST_COST);
}

/** A small chunk is cut from memory that it would keep whole for as long as it waits. */
function ownOf(chunk: Buffer): Buffer {
  return chunk.length < chunk.buffer.byteLength / 2 ? Buffer.from(chunk) : chunk;
}
