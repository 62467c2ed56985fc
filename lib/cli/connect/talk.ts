import type { TcpStream, UdpSocket } from '../../index.js';
import type { Silence } from './silence.js';
import { SocketThread } from './socket_thread.js';

/** What a conversation is made of. @internal */
export interface Parts {
  /** Returns when there is nothing to send any more, which ends nothing. */
  send(thread: SocketThread): Promise<void>;
  /** Returns when the conversation is over. */
  receive(thread: SocketThread): Promise<void>;
  readonly silence: Silence;
}

const forever = new Promise<never>(() => {});

/**
 * Sends and receives at the same time, so that neither side ever waits for the other to read: each in a thread whose calls
 * block, while this one has stdin and stdout.
 *
 * @returns how it ended; then the socket is closed and stdin is read no more.
 * @internal
 */
export async function talk(
  socket: TcpStream | UdpSocket,
  udp: boolean,
  { send, receive, silence }: Parts,
): Promise<'over' | 'silent'> {
  const [sender, receiver] = [new SocketThread(socket, udp), new SocketThread(socket, udp)];
  try {
    await Promise.all([sender.ready, receiver.ready]);
    silence.begin();
    return await Promise.race([
      receive(receiver).then(() => 'over' as const),
      silence.over.then(() => 'silent' as const),
      send(sender).then(() => forever),
    ]);
  } finally {
    silence.stop();
    process.stdin.destroy();
    await Promise.all([sender.stop(), receiver.stop()]);
    socket.close();
  }
}
