/** What the model of a connection's life has beside, on the event loop: calls that wait at the same time. */
import fc from 'fast-check';
import { handle, Life, livesAsModelled, must, SHORT_MS, size } from './connection-model.mjs';
import { CAPACITY, OUTGOING } from './obedient-peer.mjs';

const READS = ['read', 'peek', 'readExact'];
/** What may end the waiting of reads: news from the peer, or a deed of our own. */
const NEWS = ['peerWrite', 'peerEnd', 'peerDestroy', 'peerReset'];
const DEEDS = ['close', 'shutdown', 'abort', 'writes', 'timeUp'];

const positive = size.map((n) => n + 1);
const some = (arbitrary) => fc.array(arbitrary, { minLength: 1, maxLength: 4 });
const steps = [
  {
    weight: 6,
    arbitrary: fc.record({
      name: fc.constant('reads'),
      handle,
      reads: some(fc.record({ how: fc.constantFrom(...READS), size: positive, handle })),
      until: fc.constantFrom(...NEWS, 'peerWrite', 'peerWrite', ...DEEDS),
      size: positive,
    }),
  },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('writes'), handle, sizes: some(positive) }) },
];

class LoopLife extends Life {
  /** Reads that wait, through any handle; then something happens, and what still waits is given up. */
  async reads(stream, { reads, until, size, handle }, at) {
    if (!this.wouldWait || (until === 'timeUp') !== (this.ms === SHORT_MS)) return;
    const stop = new AbortController();
    const { signal } = stop;
    const waiting = reads.map((each) => this.#begin(each, signal));
    if (until === 'close') await this.#close(stream, at, waiting);
    else if (until === 'writes') await this.writes(stream, { sizes: [size, size], handle });
    else if (until === 'shutdown') await this.shutdown(stream, { how: 'Read' });
    else if (until !== 'abort' && until !== 'timeUp') await this[until]({ size });
    if (until === 'timeUp') {
      for (const { outcome } of waiting) must((await outcome).error?.kind === 'WouldBlock', 'the time is up');
      return;
    }
    while (waiting.length > 0 && this.#isServed(waiting[0])) await this.#end(waiting.shift());
    stop.abort('given up');
    for (const each of waiting) await this.#givenUp(each);
  }

  /** All at once: they go one after the other. */
  async writes(_, { sizes, handle }) {
    const total = sizes.reduce((sum, n) => sum + n, 0);
    const open = !this.shut.Write && this.far !== 'gone' && !this.untold;
    if (!open || this.sent + total > CAPACITY) return;
    const gone = sizes.map((n, i) => {
      const bytes = OUTGOING.subarray(this.sent, this.sent + n);
      this.sent += n;
      return this.#any(handle + i).writeAll(bytes);
    });
    await Promise.all(gone);
  }

  #any(number) {
    return this.open[number % this.open.length];
  }

  #begin({ how, size, handle }, signal) {
    const stream = this.#any(handle);
    const buf = Buffer.alloc(size);
    const outcome = stream[how](buf, { signal }).then(
      (n) => ({ n: n ?? size }),
      (error) => ({ error }),
    );
    return { how, buf, stream, outcome };
  }

  /** Those of this handle are refused; those of others wait on, where there are any. */
  async #close(stream, at, waiting) {
    await this.close(stream, {}, at);
    const refused = waiting.filter((each) => each.stream === stream);
    for (const { outcome } of refused)
      must((await outcome).error?.code === 'ERR_SOCKET_CLOSED', 'its handle was closed');
    waiting.splice(0, waiting.length, ...waiting.filter((each) => each.stream !== stream));
  }

  /** Whether the first that waits need not wait any more. */
  #isServed({ how, buf }) {
    return this.over || this.untold || this.left >= (how === 'readExact' ? buf.length : 1);
  }

  async #end({ how, buf, outcome }) {
    const { n, error } = await outcome;
    if (this.left > 0) return this.#got(how, buf, n, error);
    if (this.untold) {
      this.untold = false;
      return must(error?.kind === 'ConnectionReset', `after a reset: ${error ?? n}`);
    }
    if (how === 'readExact') return must(error?.kind === 'UnexpectedEof', `too little: ${error ?? n}`);
    must(n === 0, `no more can come: ${error ?? n}`);
  }

  #got(how, buf, n, error) {
    const most = Math.min(buf.length, this.left);
    must(how === 'readExact' ? n === buf.length : n > 0 && n <= most, `${this.left} are left: ${error ?? n}`);
    this.compareIncoming(buf.subarray(0, n), this.taken);
    if (how !== 'peek') this.taken += n;
  }

  /** It has taken nothing; or was served with what one before it had put back. */
  async #givenUp(each) {
    const { n, error } = await each.outcome;
    if (error === 'given up') return;
    must(this.left > 0, `given up: ${error ?? n}`);
    this.#got(each.how, each.buf, n, error);
  }
}

/** {@link livesAsModelled} of `api`, which is stdnet/async. */
export function loopLivesAsModelled(api, peer, parameters) {
  return livesAsModelled(api, peer, parameters, LoopLife, steps);
}
