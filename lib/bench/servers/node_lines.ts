import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import { reply, reuseBuffer } from './node_sockets.js';

const MAX_LINE = 64 * 1024;
const NEWLINE = 10;
const NOTHING = Buffer.alloc(0);

/**
 * The guide's line echo in JavaScript, with the same answers as the native servers' and as fast as it reads well: a chunk's lines
 * become one string, which is put into upper case at once unless one of them needs a closer look, and leave in one write.
 *
 * @internal
 */
export function serveLines(accepted: Socket): void {
  let rest = NOTHING;
  reuseBuffer(accepted, (socket, chunk) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    rest = end < bytes.length ? Buffer.from(bytes.subarray(end)) : NOTHING;
    const lines = bytes.subarray(0, end);
    if (!isUtf8(lines)) {
      socket.destroy();
      return true;
    }
    const { replies, quit } = answer(lines.toString());
    if (quit || rest.length >= MAX_LINE) {
      socket.end(quit ? replies : `${replies}ERR line too long\n`);
      return true;
    }
    return end > 0 && reply(socket, replies, 'utf8');
  });
}

/** The replies to whole lines. @internal */
export function answer(text: string): { replies: string; quit: boolean } {
  if (!text.includes('quit') && !text.includes('\r')) return { replies: text.toUpperCase(), quit: false };
  let replies = '';
  for (const line of text.split(/\r?\n/).slice(0, -1)) {
    if (line.trim() === 'quit') return { replies: `${replies}bye\n`, quit: true };
    replies += `${line.toUpperCase()}\n`;
  }
  return { replies, quit: false };
}
