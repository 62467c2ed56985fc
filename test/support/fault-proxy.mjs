/**
 * A proxy between two real peers, over node:net in a process of its own, which does to their bytes what networks and middle boxes do: it
 * delays, splits, gathers and stalls, and may break off in the middle of a stream. What it does is a plan, made from a seed.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const LONGEST_STALL_MS = 60;

function way(random, length) {
  const stall = random.once(3)
    ? { at: random.below(length + 1), ms: 1 + random.below(LONGEST_STALL_MS) }
    : null;
  return {
    pieces: random.pick(['whole', 'some', 'bytes', 'slow']),
    gatherMs: random.pick([0, 0, 1, 5]),
    stall,
    cut: null,
  };
}

/**
 * What is done to a connection that carries `up` bytes to the server, and `down` bytes back. At one place of one way it breaks
 * off, unless `cut` is null. 'reset': both sides are; 'end': this way ends early; 'silence': it carries nothing more, and
 * nobody is told, also not of an end; 'gone': nor does the other way.
 */
export function randomPlan(random, { up, down }, cut) {
  const plan = { seed: random.below(2 ** 31), up: way(random, up), down: way(random, down) };
  if (cut === null) return plan;
  const [broken, length] = random.once(2) && down > 0 ? [plan.down, down] : [plan.up, up];
  broken.cut = { how: cut, at: random.below(length) };
  return plan;
}

export class FaultProxy {
  #process = fork(fileURLToPath(new URL('./fault-proxy-process.mjs', import.meta.url)), { execArgv: [] });
  #asked = 0;
  #answers = new Map();
  #brokenAt = new Map();

  constructor() {
    this.#process.on('message', ({ id, value, broken }) => {
      if (broken !== undefined) return this.#brokenAt.set(broken, value);
      this.#answers.get(id)(value);
      this.#answers.delete(id);
    });
  }

  /** Resolves to a port whose connections lead to `target`, as `net.connect()` takes it. */
  open(target) {
    return this.#ask({ task: 'open', target });
  }

  /** The plan of the next connection to `port`. */
  prepare(port, plan) {
    this.#brokenAt.delete(port);
    return this.#ask({ task: 'prepare', port, plan });
  }

  /** When the last connection to `port` was broken off, as Date.now() tells it; undefined: it was not. */
  brokenAt(port) {
    return this.#brokenAt.get(port);
  }

  async leave() {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }

  #ask(order) {
    const id = this.#asked++;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#process.send({ id, ...order });
    });
  }
}
