import { TcpListener, TcpStream, UdpSocket } from '../../lib/index.js';

/** How long a call of a test may block, so that one that should not fails instead. */
export const DEADLINE_MS = 20_000;

/** Two ends of a connection, with deadlines. */
export function pair(host = '127.0.0.1'): [TcpStream, TcpStream] {
  using listener = TcpListener.bind([host, 0]);
  const a = TcpStream.connect(listener.localAddr());
  const [b] = listener.accept();
  for (const stream of [a, b]) {
    stream.setReadTimeout(DEADLINE_MS);
    stream.setWriteTimeout(DEADLINE_MS);
  }
  return [a, b];
}

/** A datagram socket with deadlines. */
export function datagramSocket(host = '127.0.0.1'): UdpSocket {
  const socket = UdpSocket.bind([host, 0]);
  socket.setReadTimeout(DEADLINE_MS);
  socket.setWriteTimeout(DEADLINE_MS);
  return socket;
}
