/** The far end of connections, over `node:net` in a Worker, which does what it is told, one thing after the other. */
import { Worker } from 'node:worker_threads';
import { Channel } from './channel.mjs';

/** What one direction carries, at most; each byte tells where it belongs, and some end lines. */
export const CAPACITY = 1 << 16;
const LINE = 29;
const DEADLINE_MS = 20_000;

function pattern(first) {
  const text = Buffer.alloc(CAPACITY);
  for (let i = 0; i < CAPACITY; i++) text[i] = i % LINE === LINE - 1 ? 10 : first + ((i * 7 + (i >> 8)) % 26);
  return text;
}
export const OUTGOING = pattern(0x41); // ours
export const INCOMING = pattern(0x61); // the peer's

/** The peer's thread, for any number of connections. */
export class ObedientPeer {
  #orders = new Channel();
  #answers = new Channel();
  #worker = new Worker(new URL('./obedient-peer-worker.mjs', import.meta.url), {
    execArgv: [],
    workerData: {
      orders: this.#orders.memory,
      answers: this.#answers.memory,
      outgoing: INCOMING,
      incoming: OUTGOING,
    },
  });

  async ready() {
    this.port = await this.#answers.receive();
    return this;
  }
  /** Resolves when it is done. */
  does(task, details = {}) {
    this.#orders.send({ task, ...details });
    return this.#answers.receive(DEADLINE_MS);
  }
  async leave() {
    this.#orders.send({ task: 'leave' });
    await new Promise((resolve) => this.#worker.once('exit', resolve));
  }
}
