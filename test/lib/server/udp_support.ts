import dgram from 'node:dgram';
import { once } from 'node:events';
import { afterEach } from 'vitest';
import {
  handlers,
  type ServeUdpOptions,
  serveUdp,
  type UdpHandler,
  type UdpServer,
  UdpSocket,
} from '../../../lib/index.js';
import { DEADLINE_MS } from './support.js';

const servers = new Set<UdpServer>();
const clients = new Set<dgram.Socket>();
const senders = new Set<Sender>();

/** Ends after the test, whatever becomes of it. */
export function startedUdp(
  options?: ServeUdpOptions,
  handler: UdpHandler = handlers.udpEcho(),
  addr = '127.0.0.1:0',
): UdpServer {
  const server = serveUdp(addr, handler, options);
  servers.add(server);
  return server;
}

afterEach(async () => {
  for (const client of clients) client.close();
  clients.clear();
  for (const sender of senders) sender.close();
  senders.clear();
  for (const server of servers) server.close();
  await Promise.all([...servers].map((server) => server.shutdown()));
  servers.clear();
});

/** A client that is not ours, connected: it hears nobody but the address that it asks. */
export class DgramClient {
  readonly #socket: dgram.Socket;
  readonly #received: Buffer[] = [];

  private constructor(socket: dgram.Socket) {
    this.#socket = socket;
    socket.on('message', (message) => this.#received.push(message));
  }

  static async connect(port: number, host = '127.0.0.1'): Promise<DgramClient> {
    const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4');
    clients.add(socket);
    const client = new DgramClient(socket);
    socket.connect(port, host);
    await once(socket, 'connect');
    return client;
  }

  get address(): { address: string; port: number } {
    return this.#socket.address();
  }

  send(data: string | Uint8Array): void {
    this.#socket.send(data);
  }

  /** The next datagram. */
  async receive(): Promise<Buffer> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    while (this.#received.length === 0) await once(this.#socket, 'message', { signal });
    return this.#received.shift()!;
  }

  async ask(data: string | Uint8Array): Promise<Buffer> {
    this.send(data);
    return await this.receive();
  }
}

/** A client whose datagrams are in the server's hands when `send()` returns: none gets lost for want of room. */
export class Sender {
  readonly #server: UdpServer;
  readonly #socket: UdpSocket;

  constructor(server: UdpServer, from = '127.0.0.1:0') {
    this.#server = server;
    this.#socket = UdpSocket.bind(from);
    this.#socket.connect(server.localAddr());
    senders.add(this);
  }

  get address(): string {
    return String(this.#socket.localAddr());
  }

  send(data: string | Uint8Array): void {
    const { received } = this.#server.stats();
    this.#socket.send(data);
    const deadline = Date.now() + DEADLINE_MS;
    while (this.#server.stats().received === received) {
      if (Date.now() > deadline) throw new Error('the datagram was not received');
    }
  }

  close(): void {
    this.#socket.close();
  }
}

/** What nobody catches while `run` runs. */
export async function uncaughtDuring(run: () => Promise<void>): Promise<unknown[]> {
  const thrown: unknown[] = [];
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => thrown.push(error));
  try {
    await run();
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of others) process.on('uncaughtException', listener);
  }
  return thrown;
}
