import type { Socket } from 'node:net';

/** @internal */
export function serveEcho(socket: Socket): void {
  socket.on('data', (chunk) => {
    if (!socket.write(chunk)) socket.pause();
  });
  socket.on('drain', () => socket.resume());
  socket.on('error', () => socket.destroy()); // the load leaves as it likes
}
