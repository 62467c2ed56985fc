import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import { reply, reuseBuffer } from './node_sockets.js';

const MAX_LINE = 64 * 1024;

/**
 * The guide's line protocol in JavaScript, as fast as it reads well: a chunk becomes one string, lines are slices of it,
 * and all their replies leave in one write. Latin-1 keeps each byte as it is, so that text need not be decoded; that it
 * is UTF-8 is checked, as the native servers do.
 *
 * @internal
 */
export function serveKv(store: Map<string, string>): (socket: Socket) => void {
  return (accepted) => {
    let rest = '';
    reuseBuffer(accepted, (socket, chunk) => {
      const text = rest + chunk.toString('latin1');
      const lines = text.lastIndexOf('\n') + 1;
      rest = text.slice(lines);
      const asItCame = lines === text.length && lines === chunk.length;
      if (!isUtf8(asItCame ? chunk : Buffer.from(text.slice(0, lines), 'latin1'))) {
        socket.destroy();
        return true;
      }
      const { replies, quit } = answerAll(store, text, lines);
      if (quit) return finish(socket, replies);
      if (rest.length >= MAX_LINE) return finish(socket, `${replies}ERR line too long\n`);
      return replies !== '' && reply(socket, replies);
    });
  };
}

/** The replies to the lines in the first `size` characters, which end with a line's end. */
function answerAll(
  store: Map<string, string>,
  text: string,
  size: number,
): { replies: string; quit: boolean } {
  let replies = '';
  for (let start = 0; start < size; ) {
    const end = text.indexOf('\n', start);
    const cut = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    const line = text.slice(start, cut);
    if (line === 'QUIT' || line.startsWith('QUIT ')) return { replies, quit: true };
    replies += answer(store, line);
    start = end + 1;
  }
  return { replies, quit: false };
}

/** True: nothing more is read. */
function finish(socket: Socket, replies: string): true {
  socket.end(replies, 'latin1');
  return true;
}

/** The reply to one line. @internal */
export function answer(store: Map<string, string>, line: string): string {
  if (line.startsWith('GET ')) {
    const end = line.indexOf(' ', 4);
    return `${store.get(end < 0 ? line.slice(4) : line.slice(4, end)) ?? '(nil)'}\n`;
  }
  if (line.startsWith('SET ')) {
    const end = line.indexOf(' ', 4);
    if (end < 0) return 'ERR usage: SET <key> <value>\n';
    store.set(line.slice(4, end), line.slice(end + 1));
    return 'OK\n';
  }
  if (line === 'SET') return 'ERR usage: SET <key> <value>\n';
  if (line === 'GET') return `${store.get('') ?? '(nil)'}\n`;
  return 'ERR unknown command\n';
}
