/**
 * A connection's life against a model: random calls on its handles and random deeds of a peer over `node:net`, one after the
 * other. The model knows what is on its way, and so what each call must give: bytes, the end, or which kind of error.
 */
import fc from 'fast-check';
import { CAPACITY, INCOMING, OUTGOING } from './obedient-peer.mjs';

export const SHORT_MS = 20;
const DEADLINE_MS = 20_000;

export const handle = fc.nat({ max: 2 });
export const size = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 60 }) },
  fc.integer({ min: 0, max: 3000 }),
);
const deed = (names, fields = {}) => fc.record({ name: fc.constantFrom(...names), handle, ...fields });
/** A step of a life; one that makes no sense in its place does nothing. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: deed(['read', 'peek', 'readExact', 'readVectored', 'write', 'writeAll'], { size }),
  },
  { weight: 3, arbitrary: deed(['readLine', 'takeError', 'clone']) },
  { weight: 2, arbitrary: deed(['timeout'], { ms: fc.constantFrom(SHORT_MS, DEADLINE_MS) }) },
  { weight: 1, arbitrary: deed(['shutdown'], { how: fc.constantFrom('Read', 'Write', 'Both') }) },
  { weight: 1, arbitrary: deed(['close']) },
  { weight: 5, arbitrary: deed(['peerWrite'], { size }) },
  { weight: 1, arbitrary: deed(['peerEnd', 'peerDestroy', 'peerReset']) },
);

export function must(holds, what) {
  if (!holds) throw new Error(what);
}

/** The IoError that a call ends with; null: none. */
export async function failureOf(call) {
  try {
    await call();
    return null;
  } catch (error) {
    if (error.name !== 'IoError') throw error;
    return error;
  }
}

/** One connection. Its calls are awaited: those of the blocking API are over by then. */
export class Life {
  peer;
  handles;
  #reader;
  ms = DEADLINE_MS;
  /** Of our bytes, how many have gone; of the peer's, how many have been sent and how many taken from the kernel. */
  sent = 0;
  came = 0;
  taken = 0;
  /** What the reader holds of a line that is not whole. */
  #held = '';
  shut = { Read: false, Write: false };
  /** 'ended': the peer has sent its last byte; 'gone': it hears nothing either. */
  far = 'there';
  /** A reset that no call has told yet. */
  untold = false;

  /** `api`: the package, or its mirror on the event loop. */
  async run(api, peer, list) {
    const stream = await api.TcpStream.connect(['127.0.0.1', peer.port]);
    this.peer = peer;
    this.handles = [stream];
    this.#reader = new api.BufReader(stream, 1); // it takes no byte that it does not give
    stream.setReadTimeout(DEADLINE_MS);
    stream.setWriteTimeout(DEADLINE_MS);
    await peer.does('take');
    try {
      for (const step of list) await this.#step(step);
      if (this.open.length > 0) await this.#compare();
    } finally {
      for (const each of this.handles) each.close();
      await peer.does('drop');
    }
  }

  get open() {
    return this.handles.filter((_, i) => !this.closed.has(i));
  }
  closed = new Set();
  get left() {
    return this.came - this.taken;
  }
  /** Nothing more can come. */
  get over() {
    return this.far !== 'there' || this.shut.Read;
  }

  async #step(step) {
    const at = step.handle % this.handles.length;
    if (step.name.startsWith('peer')) return this.open.length > 0 && this[step.name](step);
    if (this.closed.has(at)) return this.#refused(step, this.handles[at]);
    if (step.name === 'readLine' && this.closed.has(0)) return;
    await this[step.name](this.handles[at], step, at);
  }

  /** A closed handle says so, whatever has become of the connection. */
  async #refused({ name }, stream) {
    if (name === 'close') return stream.close();
    const error = await failureOf(() => stream.read(Buffer.alloc(1)));
    must(error?.code === 'ERR_SOCKET_CLOSED', `a closed handle: ${error}`);
  }

  /** Whether a call that wants a byte would wait for ever. */
  get wouldWait() {
    return this.left === 0 && !this.over && !this.untold;
  }
  /** A call that would wait has a short limit, or is not made. */
  #mayWait() {
    return this.ms === SHORT_MS || !this.wouldWait;
  }

  /** Reads until it is told what must come: the network may be a little late. */
  async #patiently(call, isEarly) {
    const end = performance.now() + DEADLINE_MS;
    for (;;) {
      let result = null;
      const error = await failureOf(async () => {
        result = await call();
      });
      if (performance.now() > end || !isEarly(result, error)) return [result, error];
    }
  }

  compareIncoming(bytes, from) {
    must(
      bytes.equals(INCOMING.subarray(from, from + bytes.length)),
      `other bytes than those from ${from} on`,
    );
  }

  /** One call that takes, or looks at, up to `size` bytes. */
  async #receive(call, size, takes) {
    if (size > 0 && !this.#mayWait()) return;
    const waits = size > 0 && this.wouldWait;
    const early = (n, error) =>
      error ? error.kind === 'WouldBlock' && !waits : n === 0 && size > 0 && this.left > 0;
    const buf = Buffer.alloc(size);
    const [n, error] = await this.#patiently(() => call(buf), early);
    if (size === 0) return must(n === 0, `no room: ${n ?? error}`);
    if (waits) return must(error?.kind === 'WouldBlock', `nothing has come: ${error ?? n}`);
    if (this.left === 0) return this.#noMore(n, error);
    must(n > 0 && n <= Math.min(size, this.left), `${this.left} are left: ${error ?? n}`);
    this.compareIncoming(buf.subarray(0, n), this.taken);
    if (takes) this.taken += n;
  }

  /** A reset is told once, to whoever asks first; then it is the end. */
  #noMore(n, error) {
    if (this.untold && error) {
      this.untold = false;
      return must(error.kind === 'ConnectionReset', `after a reset: ${error}`);
    }
    must(!this.untold && n === 0, `no more can come: ${error ?? n}`);
  }

  read = (stream, { size }) => this.#receive((buf) => stream.read(buf), size, true);
  peek = (stream, { size }) => this.#receive((buf) => stream.peek(buf), size, false);
  readVectored = (stream, { size }) => {
    const halves = (buf) => [buf.subarray(0, size >> 1), buf.subarray(size >> 1)];
    return this.#receive((buf) => stream.readVectored(halves(buf)), size, true);
  };

  async readExact(stream, { size }) {
    const whole = size <= this.left;
    const waits = !whole && !this.over && !this.untold;
    if (waits && this.ms !== SHORT_MS) return;
    const buf = Buffer.alloc(size);
    let done = 0;
    // What a timeout has taken is told, and the rest may still be on its way.
    const call = () => stream.readExact(buf.subarray(done));
    const early = (_, error) => {
      done += error?.transferred ?? 0;
      const late = done < Math.min(size, this.left);
      return error !== null && late && (error.kind === 'WouldBlock' || error.kind === 'UnexpectedEof');
    };
    const [, error] = await this.#patiently(call, early);
    if (error === null) done = size;
    must(done === Math.min(size, this.left), `readExact of ${size} took ${done} of ${this.left}: ${error}`);
    this.compareIncoming(buf.subarray(0, done), this.taken);
    this.taken += done;
    if (whole) return must(error === null, `they have come: ${error}`);
    const reset = this.untold;
    this.untold = false;
    const kind = waits ? 'WouldBlock' : reset ? 'ConnectionReset' : 'UnexpectedEof';
    must(error?.kind === kind, `readExact of too much: ${error}, not ${kind}`);
  }

  async readLine() {
    const text = INCOMING.toString('latin1', this.taken, this.came);
    const at = text.indexOf('\n');
    const line = at < 0 ? text : text.slice(0, at + 1);
    const whole = at >= 0;
    const waits = !whole && !this.over && !this.untold;
    if (waits && this.ms !== SHORT_MS) return;
    if (!whole && (this.untold || this.shut.Read)) return; // bytes may come behind what looks like the end
    const [result, error] = await this.#patiently(
      () => this.#reader.readLine(),
      (_, failed) => failed?.kind === 'WouldBlock' && !waits,
    );
    this.taken += line.length;
    if (waits) {
      this.#held += line;
      return must(error?.kind === 'WouldBlock', `half a line: ${error ?? JSON.stringify(result)}`);
    }
    const expected = this.#held + line;
    this.#held = '';
    must(
      (result ?? '') === expected,
      `a line: ${error ?? JSON.stringify(result)}, not ${JSON.stringify(expected)}`,
    );
  }

  async #send(call, size) {
    if (this.sent + size > CAPACITY || (size === 0 && this.far === 'gone')) return;
    const bytes = OUTGOING.subarray(this.sent, this.sent + size);
    let n = 0;
    const error = await failureOf(async () => {
      n = (await call(bytes)) ?? size;
    });
    if (error) return this.#sendFailed(error);
    if (this.far === 'gone') return; // to somebody who is not there any more
    must(!this.shut.Write, `written behind the end: ${n}`);
    must(n <= size && (n > 0 || size === 0), `${n} of ${size} written`);
    this.sent += n;
  }
  #sendFailed(error) {
    const reset = this.untold;
    this.untold = false;
    if (reset && error.kind === 'ConnectionReset') return;
    must(error.kind === 'BrokenPipe', `a write: ${error}`);
    must(this.shut.Write || this.far === 'gone', 'the peer is there');
  }
  write = (stream, { size }) => this.#send((bytes) => stream.write(bytes), size);
  /** Of nothing it is done before it begins. */
  writeAll = (stream, { size }) => size > 0 && this.#send((bytes) => stream.writeAll(bytes), size);

  takeError(stream) {
    const error = stream.takeError();
    if (this.untold && error) this.untold = false;
    else must(error === null || this.far === 'gone', `an error that nobody made: ${error}`);
  }

  clone(stream) {
    if (this.handles.length < 3) this.handles.push(stream.tryClone());
  }

  timeout(stream, { ms }) {
    stream.setReadTimeout(ms);
    this.ms = ms;
    for (const each of this.open) must(each.readTimeout() === ms, 'the time limit is that of all clones');
  }

  async shutdown(stream, { how }) {
    const error = await failureOf(() => stream.shutdown(how));
    const mayBeGone = this.far === 'gone' || (this.far === 'ended' && this.shut.Write);
    must(error === null || (mayBeGone && error.kind === 'NotConnected'), `shutdown: ${error}`);
    if (error) return;
    for (const half of how === 'Both' ? ['Read', 'Write'] : [how]) this.shut[half] = true;
    if (this.shut.Write && this.far !== 'gone') await this.#compare();
  }

  async close(stream, _, at) {
    stream.close();
    this.closed.add(at);
    // With bytes that nobody has read the kernel resets the connection; otherwise all clones together have ended it.
    if (this.open.length > 0 || this.left > 0 || this.far === 'gone') return;
    this.shut.Write = true;
    await this.#compare();
  }

  /** What the peer has seen is what went. */
  async #compare() {
    if (this.far === 'gone') return;
    const seen = await this.peer.does('sync', { received: this.sent, ended: this.shut.Write });
    must(seen.received === this.sent, `the peer has ${seen.received} bytes of ${this.sent}`);
    must(seen.wrong === null, `the peer has a wrong byte near ${seen.wrong}`);
    must(seen.ended === this.shut.Write, `the peer has ${seen.ended ? 'an' : 'no'} end`);
  }

  async peerWrite({ size }) {
    if (this.far !== 'there' || size === 0 || this.came + size > CAPACITY) return;
    await this.peer.does('write', { from: this.came, size });
    if (!this.shut.Read || !this.shut.Write) this.came += size;
    else [this.far, this.untold] = ['gone', true]; // to who has shut down both ways Linux lets nothing come, and resets
  }
  async peerEnd() {
    if (this.far !== 'there') return;
    await this.peer.does('end');
    this.far = 'ended';
  }
  /** It has read all that was sent: what goes out is an end, not a reset. */
  async peerDestroy() {
    if (this.far === 'gone') return;
    await this.#compare();
    await this.peer.does('destroy');
    this.far = 'gone';
  }
  async peerReset() {
    if (this.far === 'gone') return;
    await this.#compare();
    this.untold = this.far === 'there'; // behind its end it is a broken pipe, for who writes
    await this.peer.does('reset');
    this.far = 'gone';
  }
}

/** Rejects with the seed, and the shortest life that goes wrong. `Kind`: a class of lives, and the steps that only it has. */
export async function livesAsModelled(api, peer, parameters, Kind = Life, more = []) {
  const steps = fc.array(fc.oneof({ weight: 18, arbitrary: step }, ...more), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(steps, (list) => new Kind().run(api, peer, list)),
    { ...parameters },
  );
}
