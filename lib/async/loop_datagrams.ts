import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { native } from '../binding/index.js';
import { type Fd, Option } from '../binding/native.js';
import { duplicateForNode } from './loop_socket.js';

/** What the event loop tells of a datagram socket. @internal */
export interface DatagramEvents {
  /** Returns whether more are wanted. */
  datagram(bytes: Buffer, from: RemoteInfo): boolean;
  /** It is over; of the system's call that failed. */
  failed(error: NodeJS.ErrnoException): void;
}

/**
 * The event loop's hold of a datagram socket: a `node:dgram` socket over a duplicate of the descriptor. It cannot be paused,
 * so it is closed as soon as nothing more is wanted. It keeps the process alive only when told to.
 * @internal
 */
export class LoopDatagrams {
  readonly #socket: Socket;
  #closed = false;

  constructor(fd: Fd, v6: boolean, events: DatagramEvents) {
    const copy = duplicateForNode(fd); // first: where there is none, nothing was made
    this.#socket = createSocket(v6 ? 'udp6' : 'udp4');
    this.#socket.on('error', (error) => {
      this.close();
      events.failed(error);
    });
    this.#socket.on('message', (bytes, from) => {
      if (!events.datagram(bytes, from)) this.close();
    });
    const reuse = native.getOption(fd, Option.ReuseAddress);
    this.#socket.bind({ fd: copy, exclusive: true });
    // libuv lets others bind the address of any socket that it is given; that is for its owner to say.
    native.setOption(fd, Option.ReuseAddress, reuse);
    this.#socket.unref();
  }

  keepAlive(alive: boolean): void {
    if (this.#closed) return;
    if (alive) this.#socket.ref();
    else this.#socket.unref();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }
}
