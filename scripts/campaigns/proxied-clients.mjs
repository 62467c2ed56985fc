/** The clients of fault-proxy.mjs: each says what it is to say, and resolves to what came back and how that ended. */
import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import * as onLoop from 'stdnet/async';
import { converse } from './proxied-talk.mjs';

const MOST_WORKERS = 8;

/** With `node:net`, writing and reading at once. */
function nodeClient({ port, said, ms }) {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const chunks = [];
  let [end, last] = ['end', performance.now()];
  let waited = null;
  socket.setTimeout(ms, () => {
    end = 'WouldBlock';
    waited = performance.now() - last;
    socket.destroy();
  });
  socket.on('data', (chunk) => {
    last = performance.now();
    chunks.push(chunk);
  });
  socket.on('end', () => socket.destroy());
  socket.on('error', ({ code }) => {
    end = { ECONNRESET: 'ConnectionReset', EPIPE: 'BrokenPipe' }[code] ?? code;
  });
  socket.end(said);
  return once(socket, 'close').then(
    () => ({ received: Buffer.concat(chunks), end, waited }),
    () => ({ received: Buffer.concat(chunks), end, waited }), // an 'error' that came before
  );
}

/** Blocking calls, in a few Workers: who finds none waits. */
class Blocking {
  #all = [];
  #idle = [];
  #waiting = [];

  async talk(talk) {
    const worker = await this.#worker();
    const answered = once(worker, 'message');
    worker.postMessage(talk);
    const [{ received, ...rest }] = await answered;
    if (this.#waiting.length > 0) this.#waiting.shift()(worker);
    else this.#idle.push(worker);
    return { received: Buffer.from(received), ...rest };
  }

  #worker() {
    if (this.#idle.length > 0) return this.#idle.pop();
    if (this.#all.length < MOST_WORKERS) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave() {
    return Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  #start() {
    const worker = new Worker(new URL('./proxied-talk-worker.mjs', import.meta.url), { execArgv: [] });
    this.#all.push(worker);
    return worker;
  }
}

const blocking = new Blocking();

export const clients = {
  node: nodeClient,
  async: (talk) => converse(onLoop, { ...talk, atOnce: true }),
  blocking: (talk) => blocking.talk(talk),
};

export const leaveClients = () => blocking.leave();
