import { setTimeout as sleep } from 'node:timers/promises';
import { KvUser } from './kv-user.mjs';
import { datagrams, visits, Wrong } from './visits.mjs';

const STUCK_MS = 30_000;
/** Until a client must have heard that a server is being ended. */
const NEWS_MS = 5_000;
/** Then whatever an ended server was doing is done. */
const SETTLE_MS = 1_000;
/** What is heard of a connection whose server has ended it. */
const ENDS = [
  ...['ConnectionReset', 'ConnectionRefused', 'BrokenPipe', 'UnexpectedEof', 'NotConnected'],
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENDED', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'],
];

/** One client after the other, of the kinds that it is given, as the board grants them. */
export class Visitor {
  #board;
  #random;
  #kinds;
  #transport;
  #told;
  #user;
  #asked = 0;

  /**
   * `transport`: { connect(port, random), datagrams(), visits?: more than all have }; kinds are 'WAY VISIT'. `told`:
   * { fault(what), holding(kind | null) }, the latter with what it is at, from before it may to when it is done.
   */
  constructor({ board, random, kinds, transport, name }, told) {
    this.#board = board;
    this.#random = random;
    this.#kinds = kinds;
    this.#transport = transport;
    this.#told = told;
    this.#user = new KvUser(name);
  }

  async live() {
    for (;;) {
      await this.#board.rested();
      const kind = await this.#board.next(this.#kinds, this.#random, this.#told.holding);
      if (kind !== null) await this.#visit(kind);
    }
  }

  async #visit(kind) {
    const name = kind.slice(kind.indexOf(' ') + 1);
    const visit = name === 'datagrams' ? datagrams : (this.#transport.visits?.[name] ?? visits[name]);
    const service = this.#random.pick(visit.to);
    const where = this.#board.where(service);
    const life = { kind, held: true, close: () => {} };
    let stuck;
    const late = new Promise((_, reject) => {
      stuck = setTimeout(() => {
        if (life.held) reject(new Wrong('stuck'));
      }, STUCK_MS);
    });
    life.refresh = () => stuck.refresh();
    try {
      const run = visit === datagrams ? this.#ask(life, service) : this.#call(life, visit, where);
      await Promise.race([run, late]);
    } catch (error) {
      await this.#judge(kind, where, error);
    } finally {
      clearTimeout(stuck);
      life.close();
      this.#release(life);
    }
  }

  async #call(life, visit, where) {
    const random = this.#random;
    if (visit.alone) return visit.run({ random, where });
    const peer = await this.#transport.connect(where.port, random);
    life.close = () => peer.close();
    await visit.run({ peer, random, user: this.#user, count: this.#count, again: () => this.#again(life) });
  }

  async #ask(life, service) {
    const socket = await this.#transport.datagrams();
    life.close = () => socket.close();
    const where = () => this.#board.where(service);
    const number = this.#asked++;
    await datagrams.run({ socket, random: this.#random, where, number, count: this.#count });
  }

  #count = (what, n) => this.#board.count(what, n);

  /** Whether it may do the same once more; it waits until it may. */
  async #again(life) {
    this.#release(life);
    life.held = (await this.#board.next([life.kind], this.#random, this.#told.holding)) !== null;
    life.refresh();
    return life.held;
  }

  #release(life) {
    if (!life.held) return;
    life.held = false;
    this.#board.finish(life.kind);
    this.#told.holding(null);
  }

  /** An end is right where a server was ended, and nowhere else. */
  async #judge(kind, where, error) {
    this.#user.forget();
    const late = performance.now() + NEWS_MS;
    if (ENDS.includes(error.kind ?? error.code)) {
      while (!this.#board.isGone(where) && performance.now() < late) await sleep(20);
      if (this.#board.isGone(where)) {
        this.#count('cut', 1);
        return sleep(SETTLE_MS);
      }
    }
    this.#told.fault({ kind, where, what: error.stack });
  }
}
