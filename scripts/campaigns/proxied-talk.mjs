/** A client of fault-proxy.mjs that is ours, in either API: what blocks needs no `await`, and is not held up by one. */
import { Random } from '../../test/support/random.mjs';

class Talk {
  received = [];
  /** How long the read took that has failed; null: none has. */
  waited = null;
  #got = 0;
  #stream;
  #reader;
  #said;
  #stops;
  #random;
  #buf = Buffer.alloc(64 * 1024);

  constructor(api, stream, { said, stops, seed, byLines }) {
    this.#stream = stream;
    this.#reader = byLines ? new api.BufReader(stream) : null;
    this.#said = said;
    this.#stops = stops;
    this.#random = new Random(seed);
  }

  async write(to) {
    while (to > 0 && this.#said.length > 0) {
      const size = Math.min(
        to,
        this.#said.length,
        1 + this.#random.below(this.#random.pick([1, 100, 300_000])),
      );
      await this.#stream.writeAll(this.#said.subarray(0, size));
      this.#said = this.#said.subarray(size);
      to -= size;
    }
  }

  /** Until so much has come, or the end. */
  async read(until = Number.POSITIVE_INFINITY) {
    while (this.#got < until) {
      const bytes = await this.#some();
      if (bytes.length === 0) return false;
      this.received.push(bytes);
      this.#got += bytes.length;
    }
    return true;
  }

  async #some() {
    if (this.#reader !== null) return Buffer.from((await this.#reader.readLine()) ?? '');
    const start = performance.now();
    try {
      return Buffer.from(this.#buf.subarray(0, await this.#stream.read(this.#buf)));
    } catch (error) {
      this.waited = performance.now() - start;
      throw error;
    }
  }

  /** One after the other: as far as its next stop, and then what is answered to that. */
  async inTurns() {
    let at = 0;
    for (const { said, answered } of this.#stops) {
      await this.write(said - at);
      at = said;
      if (!(await this.read(answered))) return;
    }
    await this.#finish();
    await this.read();
  }

  /** Both at the same time. */
  async atOnce() {
    const reading = this.read();
    reading.catch(() => {}); // where writing has failed before
    await this.#finish();
    await reading;
  }

  async #finish() {
    await this.write(this.#said.length);
    try {
      await this.#stream.shutdown('Write');
    } catch (error) {
      if (error.kind !== 'NotConnected') throw error; // what has become of it the reader hears
    }
  }
}

/** Resolves to { received, end, waited }; `end` is 'end', or the kind of the error. */
export async function converse(api, { port, ms, atOnce, ...details }) {
  const stream = await api.TcpStream.connect(['127.0.0.1', port]);
  stream.setReadTimeout(ms);
  stream.setWriteTimeout(ms);
  const talk = new Talk(api, stream, details);
  let end = 'end';
  try {
    await (atOnce ? talk.atOnce() : talk.inTurns());
  } catch (error) {
    end = error.kind ?? String(error.stack);
  }
  stream.close();
  return { received: Buffer.concat(talk.received), end, waited: end === 'WouldBlock' ? talk.waited : null };
}
