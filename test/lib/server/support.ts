import { once } from 'node:events';
import net from 'node:net';
import { afterEach } from 'vitest';
import { handlers, type ServeOptions, serve, type TcpHandler, type TcpServer } from '../../../lib/index.js';

export const DEADLINE_MS = 20_000;

const servers = new Set<TcpServer>();
const clients = new Set<net.Socket>();

/** Ends after the test, whatever becomes of it. */
export function started(
  options?: ServeOptions,
  handler: TcpHandler = handlers.echo(),
  addr = '127.0.0.1:0',
): TcpServer {
  const server = serve(addr, handler, options);
  servers.add(server);
  return server;
}

afterEach(async () => {
  for (const client of clients) client.destroy();
  clients.clear();
  for (const server of servers) server.close();
  await Promise.all([...servers].map((server) => server.shutdown()));
  servers.clear();
});

/** A client that is not ours. */
export class NodeClient {
  readonly #socket: net.Socket;
  #received = '';
  #ended = false;
  #error: Error | null = null;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1').on('data', (text) => {
      this.#received += text;
    });
    socket.on('end', () => {
      this.#ended = true;
    });
    socket.on('error', (error) => {
      this.#error = error;
    });
  }

  static async connect(server: TcpServer): Promise<NodeClient> {
    const { address, port } = server.localAddr();
    const socket = net.connect({ host: address, port, noDelay: true, allowHalfOpen: true });
    clients.add(socket);
    const client = new NodeClient(socket);
    await once(socket, 'connect');
    return client;
  }

  get localPort(): number {
    return this.#socket.localPort!;
  }

  send(data: string | Uint8Array): void {
    this.#socket.write(data);
  }

  end(data = ''): void {
    this.#socket.end(data);
  }

  reset(): void {
    this.#socket.resetAndDestroy();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Everything that has come, once that is `size` bytes or more; fails when the server ends before. */
  async receive(size: number): Promise<string> {
    await this.#until(() => this.#received.length >= size || this.#ended);
    if (this.#received.length < size) throw new Error(`the server has ended after '${this.#received}'`);
    return this.#received;
  }

  /** The first line that has come, without its end. */
  async receiveLine(): Promise<string> {
    await this.#until(() => this.#received.includes('\n') || this.#ended);
    const end = this.#received.indexOf('\n');
    if (end < 0) throw new Error(`the server has ended after '${this.#received}'`);
    return this.#received.slice(0, end);
  }

  /** Everything up to the server's end; a reset fails. */
  async receiveToEnd(): Promise<string> {
    await this.#until(() => this.#ended);
    if (this.#error) throw this.#error;
    return this.#received;
  }

  /** The server has ended the connection, in good order or not. */
  async closed(): Promise<void> {
    await this.#until(() => this.#ended || this.#error !== null);
  }

  async #until(condition: () => boolean): Promise<void> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    while (!condition()) {
      if (this.#error) throw this.#error;
      deadline.throwIfAborted();
      const heard = new AbortController();
      const signal = AbortSignal.any([deadline, heard.signal]);
      const news = ['data', 'end', 'error'].map((event) => once(this.#socket, event, { signal }));
      await Promise.race(news).catch(() => {}); // an error, or the deadline: looked at above
      heard.abort();
    }
  }
}

/** The next event of that name: its arguments. */
export async function next<Args extends unknown[]>(server: TcpServer, event: string): Promise<Args> {
  return (await once(server, event, { signal: AbortSignal.timeout(DEADLINE_MS) })) as Args;
}

/** Waits until the server's counters say so. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
