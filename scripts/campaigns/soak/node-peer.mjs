/** A client over node:net, of the shape of StdPeer. */
import { once } from 'node:events';
import net from 'node:net';

/** node:net reads no more while so much has not been asked for. */
const HIGH_WATER = 65_536;

export class NodePeer {
  /** Bytes at once. */
  most = 400_000;
  blocks = false;
  #socket;
  #chunks = [];
  #size = 0;
  #ended = false;
  #failure = null;
  #news = () => {};

  static async connect(port) {
    const socket = net.connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true });
    await once(socket, 'connect');
    return new NodePeer(socket);
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      if (this.#size > HIGH_WATER) socket.pause();
      this.#news();
    });
    socket.on('error', (error) => {
      this.#failure ??= error;
    });
    const over = () => {
      this.#ended = true;
      this.#news();
    };
    socket.once('end', over).once('close', over);
  }

  write(bytes) {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  async read(size) {
    const taken = [];
    for (let missing = size; missing > 0; ) {
      const some = await this.#some(missing);
      if (some === null) throw this.#failure ?? ended();
      taken.push(some);
      missing -= some.length;
    }
    return Buffer.concat(taken);
  }

  end() {
    this.#socket.end();
  }

  async rest() {
    const taken = [];
    for (let some = await this.#some(HIGH_WATER); some !== null; some = await this.#some(HIGH_WATER))
      taken.push(some);
    if (this.#failure !== null) throw this.#failure;
    return Buffer.concat(taken);
  }

  reset() {
    this.#socket.resetAndDestroy();
  }

  close() {
    this.#socket.destroy();
  }

  /** At most so many bytes; null: there are no more. */
  async #some(most) {
    while (this.#size === 0) {
      if (this.#ended) return null;
      this.#socket.resume();
      await new Promise((resolve) => {
        this.#news = resolve;
      });
    }
    const [chunk] = this.#chunks;
    if (chunk.length <= most) this.#chunks.shift();
    else this.#chunks[0] = chunk.subarray(most);
    const some = chunk.subarray(0, most);
    this.#size -= some.length;
    return some;
  }
}

function ended() {
  return Object.assign(new Error('ended'), { code: 'ENDED' });
}
