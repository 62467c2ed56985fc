/** RESP2 as a client needs it that wants to see the very bytes. */

import { connect } from 'node:net';

const CRLF = '\r\n';

/** One request; its words are strings (UTF-8) or Buffers. */
export function encode(words) {
  const parts = [`*${words.length}${CRLF}`];
  for (const word of words) {
    const bytes = Buffer.isBuffer(word) ? word : Buffer.from(String(word));
    parts.push(`$${bytes.length}${CRLF}`, bytes, CRLF);
  }
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** Where the reply ends that begins at `at`; -1: it is not whole. */
export function endOfReply(bytes, at) {
  const line = bytes.indexOf(CRLF, at);
  if (line < 0) return -1;
  const kind = String.fromCharCode(bytes[at]);
  if (kind !== '$' && kind !== '*') return line + 2;
  const count = Number(bytes.toString('latin1', at + 1, line));
  if (kind === '$') {
    const end = count < 0 ? line + 2 : line + 2 + count + 2;
    return end <= bytes.length ? end : -1;
  }
  let end = line + 2;
  for (let i = 0; i < count && end >= 0; i++) end = endOfReply(bytes, end);
  return end;
}

/** A reply's value: Buffer, number, null, array, or { simple } and { error } with their text. */
export function decode(bytes, at = 0) {
  const line = bytes.indexOf(CRLF, at);
  const kind = String.fromCharCode(bytes[at]);
  const text = bytes.toString('latin1', at + 1, line);
  if (kind === '+') return { simple: text };
  if (kind === '-') return { error: text };
  if (kind === ':') return Number(text);
  if (Number(text) < 0) return null;
  if (kind === '$') return bytes.subarray(line + 2, line + 2 + Number(text));
  const items = [];
  for (let i = 0, next = line + 2; i < Number(text); i++) {
    items.push(decode(bytes, next));
    next = endOfReply(bytes, next);
  }
  return items;
}

/** A connection that gives replies as the bytes that they came in. */
export class RespClient {
  #socket;
  #received = Buffer.alloc(0);
  #ended = false;
  #wake = () => {};
  /** The other side has not ended in good order: what it sent last may be lost. */
  failed = false;

  /** `where`: { path } or { host, port }. */
  constructor(where) {
    this.#socket = connect({ ...where, noDelay: true, allowHalfOpen: true });
    this.#socket.on('data', (chunk) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    const over = () => {
      this.#ended = true;
      this.#wake();
    };
    this.#socket.on('end', over).on('close', over);
    this.#socket.on('error', () => {
      this.failed = true;
      over();
    });
  }

  /** Each chunk in a write of its own, the event loop's turn between two. */
  async send(chunks) {
    for (const chunk of chunks) {
      this.#socket.write(chunk);
      await new Promise(setImmediate);
    }
  }

  /** The next `count` replies; fewer if the connection has ended. */
  async replies(count) {
    const replies = [];
    let at = 0;
    while (replies.length < count) {
      const end = at < this.#received.length ? endOfReply(this.#received, at) : -1;
      if (end >= 0) {
        replies.push(this.#received.subarray(at, end));
        at = end;
        continue;
      }
      if (this.#ended) break;
      this.#received = this.#received.subarray(at);
      at = 0;
      await this.#news();
    }
    this.#received = this.#received.subarray(at);
    return replies;
  }

  async ask(...words) {
    await this.send([encode(words)]);
    return (await this.replies(1))[0];
  }

  /** Ends the own half; everything up to the other's end. */
  async rest() {
    this.#socket.end();
    while (!this.#ended) await this.#news();
    return this.#received;
  }

  close() {
    this.#socket.destroy();
  }

  #news() {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
