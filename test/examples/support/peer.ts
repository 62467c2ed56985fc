import { once } from 'node:events';
import net from 'node:net';

/** node:net's side of a connection, as an independent witness: bytes come in, and a test waits for what it expects. */
export class Peer {
  readonly socket: net.Socket;
  /** Kept: a socket that has ended does not know it any more. */
  readonly localPort: number | undefined;
  #received = Buffer.alloc(0);
  #closed = false;
  #error: Error | null = null;
  #changed = () => {};

  constructor(socket: net.Socket) {
    this.socket = socket;
    this.localPort = socket.localPort;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#changed();
    });
    socket.on('error', (error) => {
      this.#error = error;
    });
    for (const event of ['end', 'close']) {
      socket.on(event, () => {
        this.#closed = true;
        this.#changed();
      });
    }
  }

  static async connect(port: number): Promise<Peer> {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return new Peer(socket);
  }

  /** The next `size` bytes. */
  async take(size: number): Promise<Buffer> {
    await this.#until(() => this.#received.length >= size, `${size} bytes`);
    const taken = this.#received.subarray(0, size);
    this.#received = this.#received.subarray(size);
    return taken;
  }

  /** The next line, without its '\n'. */
  async line(): Promise<string> {
    await this.#until(() => this.#received.includes(10), 'a line');
    const line = await this.take(this.#received.indexOf(10) + 1);
    return line.toString('utf8', 0, line.length - 1);
  }

  /** Sends a line and waits for the line that answers it. */
  ask(line: string): Promise<string> {
    this.socket.write(`${line}\n`);
    return this.line();
  }

  /** Everything up to the other side's end of the stream. */
  async rest(): Promise<string> {
    await this.#until(() => this.#closed, 'the end');
    if (this.#error) throw this.#error;
    const rest = this.#received.toString();
    this.#received = Buffer.alloc(0);
    return rest;
  }

  async #until(there: () => boolean, what: string): Promise<void> {
    while (!there()) {
      if (this.#closed) {
        throw new Error(`wanted ${what}, got the end after ${JSON.stringify(this.#received.toString())}`);
      }
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }
}

/** A node:net server for one connection. */
export async function listen(): Promise<{ addr: string; accept: () => Promise<Peer>; close: () => void }> {
  const accepted: Peer[] = [];
  let changed = () => {};
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    accepted.push(new Peer(socket));
    changed();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    addr: `127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    async accept() {
      while (accepted.length === 0) {
        await new Promise<void>((resolve) => {
          changed = resolve;
        });
      }
      return accepted.shift()!;
    },
    close() {
      server.close();
    },
  };
}
