/** Readers and writers over memory, written in JavaScript as a user would: what Rust's tests do with slices, Cursor and Vec. */

import type { Bytes, Read, Write } from '../../lib/index.js';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const textOf = (chunks: Uint8Array): string => Buffer.from(chunks).toString('latin1');

function asBytes(view: Bytes): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Gives each part in turn, never more than one part in a call: Rust's Cursor, slice and Chain. */
export class PartsReader implements Read {
  readonly #parts: Uint8Array[];

  constructor(...parts: Array<Uint8Array | string>) {
    this.#parts = parts.map((part) => (typeof part === 'string' ? bytes(part) : part));
  }

  read(buf: Bytes): number {
    while (this.#parts[0]?.length === 0) this.#parts.shift();
    const part = this.#parts[0];
    if (part === undefined) return 0;
    const n = Math.min(part.length, buf.byteLength);
    asBytes(buf).set(part.subarray(0, n));
    this.#parts[0] = part.subarray(n);
    return n;
  }
}

/** Keeps what is written: Rust's Vec<u8>. */
export class VecWriter implements Write {
  readonly #chunks: Buffer[] = [];

  write(data: Bytes | string): number {
    const chunk = Buffer.from(typeof data === 'string' ? bytes(data) : asBytes(data)); // the caller keeps its buffer
    this.#chunks.push(chunk);
    return chunk.length;
  }

  flush(): void {}

  get buffer(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get written(): number[] {
    return [...this.buffer];
  }
}

export interface SinkBehaviour {
  /** At most so many bytes are taken by one write. */
  acceptPrefix?: number;
  /** So many writes are served; those after take nothing, or throw if `errorAfterMaxWrites`. */
  maxWrites?: number;
  errorAfterMaxWrites?: boolean;
}

/** A writer that misbehaves to order, and keeps what it took. */
export class ProgrammableSink implements Write {
  readonly #vec = new VecWriter();
  readonly #behaviour: SinkBehaviour;
  #writesLeft: number;
  flushed = false;

  constructor(behaviour: SinkBehaviour = {}) {
    this.#behaviour = behaviour;
    this.#writesLeft = behaviour.maxWrites ?? Number.POSITIVE_INFINITY;
  }

  write(data: Bytes | string): number {
    if (this.#writesLeft === 0) {
      if (this.#behaviour.errorAfterMaxWrites) throw new Error('test - max writes');
      return 0;
    }
    this.#writesLeft--;
    const view = typeof data === 'string' ? bytes(data) : asBytes(data);
    return this.#vec.write(view.subarray(0, this.#behaviour.acceptPrefix ?? view.length));
  }

  flush(): void {
    this.flushed = true;
  }

  get text(): string {
    return textOf(this.#vec.buffer);
  }
}

/** Records every call. */
export class WriteRecorder implements Write {
  readonly events: string[] = [];

  write(data: Bytes | string): number {
    const view = typeof data === 'string' ? bytes(data) : asBytes(data);
    this.events.push(`write ${JSON.stringify(textOf(view))}`);
    return view.length;
  }

  flush(): void {
    this.events.push('flush');
  }
}
