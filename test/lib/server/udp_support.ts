import dgram from 'node:dgram';
import { once } from 'node:events';
import { afterEach } from 'vitest';
import {
  handlers,
  type ServeUdpOptions,
  serveUdp,
  type UdpHandler,
  type UdpServer,
} from '../../../lib/index.js';
import { DEADLINE_MS } from './support.js';

const servers = new Set<UdpServer>();
const clients = new Set<dgram.Socket>();

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
