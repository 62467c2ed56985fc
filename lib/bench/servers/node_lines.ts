import type { Socket } from 'node:net';
import { reply, reuseBuffer } from './node_sockets.js';

/**
 * The guide's line echo in JavaScript, as fast as it reads well: one string a chunk, all of whose lines are put into upper
 * case at once, and one write for their replies. It trims no line and knows no `quit`: less work than the native servers do.
 *
 * @internal
 */
export function serveLines(accepted: Socket): void {
  let rest = '';
  reuseBuffer(accepted, (socket, chunk) => {
    const text = rest + chunk.toString('latin1');
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    return end > 0 && reply(socket, text.slice(0, end).toUpperCase());
  });
}
