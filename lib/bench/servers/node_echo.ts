import type { Socket } from 'node:net';
import { reply, reuseBuffer } from './node_sockets.js';

/** @internal */
export function serveEcho(socket: Socket): void {
  reuseBuffer(socket, reply);
}
