import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { TcpStream, UdpSocket } from '../../index.js';
import type { Answer, Call, SocketJob } from './socket_job.js';

/**
 * A thread for calls on a socket that block, one at a time, once it is {@link ready}: the event loop goes on meanwhile. What
 * goes both ways at once takes two of them.
 *
 * @internal
 */
export class SocketThread {
  /** It takes some 100 ms to start. */
  readonly ready: Promise<unknown>;
  readonly #worker: Worker;

  /** It has a clone of the socket. */
  constructor(socket: TcpStream | UdpSocket, udp: boolean) {
    const workerData: SocketJob = { fd: socket.tryClone().intoRawFd(), udp };
    this.#worker = new Worker(new URL('./socket_worker.js', import.meta.url), { workerData });
    this.ready = once(this.#worker, 'message');
  }

  async send(bytes: Uint8Array): Promise<void> {
    await this.#call(bytes);
  }

  /** null: the end of the stream. */
  receive(): Promise<Uint8Array | null> {
    return this.#call(null);
  }

  /** Ends it, also inside a call, whose promise then stays as it is. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  async #call(call: Call): Promise<Uint8Array | null> {
    this.#worker.postMessage(call);
    const [answer] = (await once(this.#worker, 'message')) as [Answer];
    if ('error' in answer) throw answer.error;
    return answer.bytes;
  }
}
