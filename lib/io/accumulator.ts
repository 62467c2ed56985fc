const FIRST_CHUNK = 4 * 1024;
const LARGEST_CHUNK = 1024 * 1024;

/**
 * Bytes that come in pieces and leave as one. Nothing is copied while they come, nothing is kept per piece (a peer that
 * sends single bytes costs no more than their number), and at most a chunk is allocated beyond what is held.
 * @internal
 */
export class Accumulator {
  #full: Buffer[] = [];
  #last = Buffer.alloc(0);
  #used = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Where the next bytes belong: at least 1 byte of room, at most `max`. Say {@link added} what was used of it. */
  room(max: number): Buffer {
    if (this.#used === this.#last.length) {
      if (this.#used > 0) this.#full.push(this.#last);
      this.#last = Buffer.allocUnsafeSlow(this.#nextSize());
      this.#used = 0;
    }
    return this.#last.subarray(this.#used, this.#used + max);
  }

  added(n: number): void {
    this.#used += n;
    this.#length += n;
  }

  append(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const room = this.room(bytes.length - at);
      room.set(bytes.subarray(at, at + room.length));
      this.added(room.length);
      at += room.length;
    }
  }

  /** Everything, which is then no longer here. */
  take(): Buffer {
    const all = Buffer.concat([...this.#full, this.#last.subarray(0, this.#used)], this.#length);
    this.#full = [];
    this.#last = Buffer.alloc(0);
    this.#used = 0;
    this.#length = 0;
    return all;
  }

  #nextSize(): number {
    return Math.min(Math.max(this.#last.length * 2, FIRST_CHUNK), LARGEST_CHUNK);
  }
}
