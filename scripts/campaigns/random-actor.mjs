/** One side of a connection that does what comes to its mind: the same for both sides of random-connections.mjs. */
import { Random } from '../../test/support/random.mjs';

/** A prime, so that what is lost or doubled is seen, unless it is a multiple of it. */
export const PERIOD = 65_521;
/** Of what is written at once. */
const LONGEST = 4 * PERIOD;
/** Of what comes at once: 512 KiB from a Connection. */
const LONGEST_CHUNK = 9 * PERIOD;
const random = new Random(1);
const PATTERN = Buffer.alloc(
  LONGEST_CHUNK + PERIOD,
  Buffer.from(Array.from({ length: PERIOD }, () => random.below(256))),
);

/** What one side sends, from `offset` on: at most LONGEST_CHUNK bytes. */
export function bytesAt(start, offset, size) {
  const from = (start + offset) % PERIOD;
  return PATTERN.subarray(from, from + size);
}

/** The two ways of a connection have streams of their own. */
export const fromClient = (port) => port;
export const fromServer = (port) => port + 30_011;

/**
 * Writes a random number of bytes, and ends, or destroys the stream at any time; reads, with pauses, and compares. What it has
 * done and seen is in `record`, and complete at 'close'.
 */
export class Actor {
  record = { sent: 0, received: 0, sawEnd: false, destroyed: false, error: null, wrong: null };
  #stream;
  #random;
  #sends;
  #expects;
  #left;
  #moves = Number.POSITIVE_INFINITY;
  #ended = false;
  #closed = false;

  constructor(stream, random, { sends, expects }) {
    this.#stream = stream;
    this.#random = random;
    this.#sends = sends;
    this.#expects = expects;
    this.#left = random.below(random.pick([1, 50, 5_000, 200_000, 3_000_000]));
    if (random.once(4)) this.#moves = random.below(60); // then it destroys the stream
  }

  /** Writes; resolves at the end of all to the record. */
  write() {
    const stream = this.#stream;
    stream.on('drain', () => this.#later(() => this.#step()));
    this.#later(() => this.#step());
    return new Promise((resolve) => {
      const close = () => {
        this.#closed = true;
        resolve(this.record);
      };
      stream.once('close', close);
      stream.on('error', (error) => {
        this.record.error ??= error.kind ?? error.code;
        if (error.syscall === 'reset') close(); // node:net has no 'close' where it cannot reset
      });
    });
  }

  /** Reads by events. */
  listen() {
    this.#stream.on('end', () => this.end());
    this.#stream.on('data', (chunk) => {
      this.take(chunk);
      if (!this.#random.once(20)) return;
      this.#stream.pause();
      this.#later(() => this.#stream.resume());
    });
  }

  /** Reads in a loop, which takes its time. */
  async loop() {
    for await (const chunk of this.#stream) {
      this.take(chunk);
      if (this.#random.once(10)) await new Promise((resolve) => this.#later(resolve));
    }
    if (!this.record.destroyed) this.end();
  }

  take(chunk) {
    const { record } = this;
    const expected = bytesAt(this.#expects, record.received, chunk.length);
    if (record.sawEnd) record.wrong ??= 'bytes behind the end';
    if (!chunk.equals(expected)) record.wrong ??= `other bytes from ${record.received} on`;
    record.received += chunk.length;
    this.#move();
  }

  end() {
    if (this.record.sawEnd) this.record.wrong ??= 'two ends';
    this.record.sawEnd = true;
  }

  #step() {
    for (let pieces = this.#random.below(8); pieces >= 0; pieces--) {
      if (this.#closed || this.#ended || !this.#move()) return;
      if (this.#left === 0) return this.#finish();
      const longest = this.#random.pick([1, 100, 5_000, LONGEST]);
      const size = Math.min(this.#left, 1 + this.#random.below(longest));
      const bytes = bytesAt(this.#sends, this.record.sent, size);
      this.record.sent += size;
      this.#left -= size;
      if (!this.#stream.write(bytes)) return; // 'drain' or 'close'
    }
    this.#later(() => this.#step());
  }

  #finish() {
    this.#ended = true;
    this.#stream.end();
  }

  /** False: it was one too many. */
  #move() {
    if (this.#moves-- > 0) return true;
    if (!this.record.destroyed && !this.#closed) {
      this.record.destroyed = true;
      if (this.#stream.resetAndDestroy !== undefined && this.#random.once(2)) this.#stream.resetAndDestroy();
      else this.#stream.destroy();
    }
    return false;
  }

  #later(act) {
    if (this.#random.once(3)) setTimeout(act, this.#random.below(10));
    else setImmediate(act);
  }
}
