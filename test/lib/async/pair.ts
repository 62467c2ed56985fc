import { once } from 'node:events';
import net from 'node:net';
import { SocketAddr, TcpListener, TcpStream } from '../../../lib/async/index.js';

/** Two ends of a connection, both ours. */
export async function asyncPair(host = '127.0.0.1'): Promise<[TcpStream, TcpStream]> {
  using listener = await TcpListener.bind([host, 0]);
  const a = await TcpStream.connect(listener.localAddr());
  const [b] = await listener.accept();
  return [a, b];
}

/** One end ours, one of node:net. */
export async function withNode(options: net.NetConnectOpts | object = {}): Promise<[TcpStream, net.Socket]> {
  using listener = await TcpListener.bind('127.0.0.1:0');
  const socket = net.connect({ port: listener.localAddr().port, host: '127.0.0.1', ...options });
  socket.on('error', () => {});
  const [stream] = await listener.accept();
  if (socket.connecting) await once(socket, 'connect');
  return [stream, socket];
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection');
}

/** Where nobody listens: below the ephemeral range, so that no other test is given it, on an address of its own. */
export const CLOSED = SocketAddr.parse('127.86.75.30:9');

/** More than the kernel holds of an unread connection. */
export const MUCH = 32 * 1024 * 1024;
