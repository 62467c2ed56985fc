/** Clients of UDP servers, of one shape: `recv()` gives what has come, or null if nothing does in time. */
import dgram from 'node:dgram';

const WAIT_MS = 500;
const MOST_BYTES = 65_536;

export class NodeDatagrams {
  #socket = dgram.createSocket('udp4');
  #come = [];
  #news = () => {};

  constructor() {
    this.#socket.on('message', (message) => {
      this.#come.push(message);
      this.#news();
    });
  }

  send(bytes, port) {
    this.#socket.send(bytes, port, '127.0.0.1');
  }

  async recv() {
    if (this.#come.length === 0) {
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, WAIT_MS);
        this.#news = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#come.shift() ?? null;
  }

  close() {
    this.#socket.close();
  }
}

/** UdpSocket of `stdnet/async` or of `stdnet`. */
export class StdDatagrams {
  #socket;
  #buffer = Buffer.alloc(MOST_BYTES);

  static async open({ UdpSocket }) {
    return new StdDatagrams(await UdpSocket.bind('127.0.0.1:0'));
  }

  constructor(socket) {
    this.#socket = socket;
    socket.setReadTimeout(WAIT_MS);
  }

  async send(bytes, port) {
    await this.#socket.sendTo(bytes, `127.0.0.1:${port}`);
  }

  async recv() {
    try {
      const [size] = await this.#socket.recvFrom(this.#buffer);
      return Buffer.from(this.#buffer.subarray(0, size));
    } catch (error) {
      if (error.kind === 'WouldBlock') return null;
      throw error;
    }
  }

  close() {
    this.#socket.close();
  }
}
