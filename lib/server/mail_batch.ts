import { ChunkPool } from './chunk_pool.js';

/** A message of so many bytes has a Buffer of its own. MailSheet::kLarge in native/binding/mail_sheet.h. */
const LARGE = 4096;

/** Fills records and a pool, as `serverMail` and `serverDatagrams` of lib/binding/native.ts do. */
type Take = (records: Uint32Array, pool: Uint8Array, used: number) => unknown[] | undefined;

/** Messages of the native side, which come in batches, one after the other: MailSheet in native/binding/mail_sheet.h. @internal */
export class MailBatch {
  readonly #take: Take;
  /** How many messages there are; then two numbers for each. */
  readonly #records: Uint32Array;
  readonly #pool = new ChunkPool();
  #extras: unknown[] = [];
  #nextExtra = 0;
  #next = 0;
  #count = 0;

  /** `most`: messages at a time. */
  constructor(most: number, take: Take) {
    this.#records = new Uint32Array(1 + 2 * most);
    this.#take = take;
  }

  /** Messages of this batch that were not read yet. */
  get left(): number {
    return this.#count - this.#next;
  }

  /** The next batch, where this one was read. False: there is nothing. */
  refill(): boolean {
    if (this.left > 0) return true;
    this.#pool.makeRoom(LARGE);
    this.#extras = this.#take(this.#records, this.#pool.memory, this.#pool.used) ?? [];
    this.#nextExtra = this.#next = 0;
    this.#count = this.#records[0] as number;
    return this.#count > 0;
  }

  /** Goes on to the next message, which counts as read whatever becomes of it; there must be one. The rest is about it. */
  advance(): void {
    this.#next += 1;
  }

  /** Its first number. */
  get code(): number {
    return this.#records[2 * this.#next - 1] as number;
  }

  /** Its second number. */
  get size(): number {
    return this.#records[2 * this.#next] as number;
  }

  /** Its bytes. */
  bytes(): Buffer {
    return this.size < LARGE ? this.#pool.cut(this.size) : (this.extra() as Buffer);
  }

  /** What it brings that is neither. */
  extra(): unknown {
    return this.#extras[this.#nextExtra++];
  }
}
