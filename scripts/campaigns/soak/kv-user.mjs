/** Requests to the key-value services about keys of its own, and what the answers must be. */
import { encode } from '../resp.mjs';

const KEYS = 16;
const BATCH = 16;
const LONGEST = 2_000;

export class KvUser {
  #name;
  #values = null;

  constructor(name) {
    this.#name = name;
  }

  /** An answer is missing: nobody knows what was done. */
  forget() {
    this.#values = null;
  }

  /** In RESP2, or in the lines of the other protocol, which has no more than SET and GET: { request, reply }. */
  batch(random, lines) {
    const words = this.#values === null ? this.#setAll() : this.#some(random, lines);
    const replies = words.map((each) => (lines ? this.#line(each) : this.#resp(each)));
    const request = words.map((each) => (lines ? Buffer.from(`${each.join(' ')}\n`) : encode(each)));
    return { request: Buffer.concat(request), reply: Buffer.from(replies.join('')) };
  }

  #setAll() {
    this.#values = new Map();
    return Array.from({ length: KEYS }, (_, i) => ['SET', this.#key(i), `first ${i}`]);
  }

  #some(random, lines) {
    const commands = lines ? ['SET', 'GET'] : ['SET', 'GET', 'GET', 'DEL', 'APPEND', 'STRLEN'];
    return Array.from({ length: 1 + random.below(BATCH) }, () => {
      const command = random.pick(commands);
      const key = this.#key(random.below(KEYS));
      const long = command === 'SET' ? LONGEST : 10;
      const value = `${random.below(1e6)} ${'v'.repeat(random.below(random.pick([10, long])))}`;
      return command === 'SET' || command === 'APPEND' ? [command, key, value] : [command, key];
    });
  }

  #key(i) {
    return `${this.#name}.${i}`;
  }

  #line([command, key, value]) {
    if (command === 'GET') return `${this.#values.get(key) ?? '(nil)'}\n`;
    this.#values.set(key, value);
    return 'OK\n';
  }

  #resp([command, key, value]) {
    const values = this.#values;
    const found = values.get(key);
    switch (command) {
      case 'SET':
        values.set(key, value);
        return '+OK\r\n';
      case 'DEL':
        return `:${values.delete(key) ? 1 : 0}\r\n`;
      case 'APPEND':
        values.set(key, (found ?? '') + value);
        return `:${values.get(key).length}\r\n`;
      case 'STRLEN':
        return `:${found?.length ?? 0}\r\n`;
      default:
        return found === undefined ? '$-1\r\n' : `$${found.length}\r\n${found}\r\n`;
    }
  }
}
