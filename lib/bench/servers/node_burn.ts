import type { Socket } from 'node:net';
import { answerTo } from './burn.js';
import { reply, reuseBuffer } from './node_sockets.js';

/** @internal */
export function serveBurn(accepted: Socket): void {
  reuseBuffer(accepted, (socket, chunk) => reply(socket, answerTo(chunk)));
}
