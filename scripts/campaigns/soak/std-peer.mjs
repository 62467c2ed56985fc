import { TcpStream } from 'stdnet';

const TIMEOUT_MS = 20_000;
const SMALL_BUFFER = 1_000;
const MOST = 400_000;
/** The kernel holds them for who does not read while it writes. */
const MOST_UNREAD = 32_000;

/** TcpStream of `stdnet/async` or of `stdnet`: the same code, but for what `await` waits for. */
export class StdPeer {
  #stream;
  #handles;
  #reader;
  #writer;

  static async connect(lib, port, random) {
    return new StdPeer(lib, await lib.TcpStream.connect(`127.0.0.1:${port}`), random);
  }

  /** As it comes to its mind: through clones, through buffers. */
  constructor({ BufReader, BufWriter }, stream, random) {
    this.blocks = stream instanceof TcpStream;
    this.most = this.blocks ? MOST_UNREAD : MOST;
    this.#stream = stream;
    this.#handles = random.once(3) ? [stream, stream.tryClone(), stream.tryClone()] : [stream];
    for (const handle of this.#handles) handle.setReadTimeout(TIMEOUT_MS);
    for (const handle of this.#handles) handle.setWriteTimeout(TIMEOUT_MS);
    const [reads, writes] = [this.#handles.at(-1), this.#handles.at(-2) ?? stream];
    this.#reader = random.once(2) ? new BufReader(reads, random.pick([SMALL_BUFFER, 8_192])) : reads;
    this.#writer = random.once(2) ? new BufWriter(writes, random.pick([SMALL_BUFFER, 8_192])) : writes;
  }

  async write(bytes) {
    await this.#writer.writeAll(bytes);
    await this.#writer.flush();
  }

  async read(size) {
    const bytes = Buffer.alloc(size);
    await this.#reader.readExact(bytes);
    return bytes;
  }

  async end() {
    await this.#stream.shutdown('Write');
  }

  rest() {
    return this.#reader.readToEnd();
  }

  /** Nothing comes, and the read timeout says so; after how many milliseconds. */
  async silence(ms) {
    for (const handle of this.#handles) handle.setReadTimeout(ms);
    const start = performance.now();
    const error = await this.read(1).catch((error) => error);
    const took = performance.now() - start;
    if (!(error instanceof Error)) throw new Error('a byte where none was sent');
    if (error.kind !== 'WouldBlock') throw error;
    for (const handle of this.#handles) handle.setReadTimeout(TIMEOUT_MS);
    return took;
  }

  reset() {
    this.#stream.setLinger(0);
    this.close();
  }

  close() {
    for (const handle of this.#handles) handle.close();
  }
}
