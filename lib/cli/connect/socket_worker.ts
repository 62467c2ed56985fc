/** The Worker of a {@link SocketThread}: it makes the calls that block, one after the other. @internal */
import { parentPort, workerData } from 'node:worker_threads';
import { IoError, TcpStream, UdpSocket } from '../../index.js';
import type { Answer, Call, SocketJob } from './socket_job.js';

interface Socket {
  send(bytes: Uint8Array): void;
  /** null: the end. */
  receive(): Uint8Array | null;
}

/** More than a datagram can be. */
const buf = new Uint8Array(64 * 1024);

function open({ fd, udp }: SocketJob): Socket {
  if (udp) {
    const socket = UdpSocket.fromRawFd(fd);
    return { send: (bytes) => socket.send(bytes), receive: () => buf.slice(0, socket.recv(buf)) };
  }
  const stream = TcpStream.fromRawFd(fd);
  return {
    send: (bytes) => stream.writeAll(bytes),
    receive: () => {
      const n = stream.read(buf);
      return n === 0 ? null : buf.slice(0, n);
    },
  };
}

const socket = open(workerData);

function answerTo(call: Call): Answer {
  try {
    if (call === null) return { bytes: socket.receive() };
    socket.send(call);
    return { bytes: null };
  } catch (error) {
    return { error: IoError.isIoError(error) ? { ...error } : error }; // its fields: of an Error nothing else arrives
  }
}

parentPort!.postMessage({ bytes: null } satisfies Answer); // ready
parentPort!.on('message', (call: Call) => {
  const answer = answerTo(call);
  const moved = 'bytes' in answer && answer.bytes !== null ? [answer.bytes.buffer as ArrayBuffer] : [];
  parentPort!.postMessage(answer, moved);
});
