import { describe, expect, it } from 'vitest';
import { type DisconnectInfo, handlers } from '../../../lib/index.js';
import { MODES } from '../../support/modes.js';
import { NodeClient, next, started } from './support.js';

describe.each(MODES)('with threads %j,', (threads) => {
  /** What a client that is not ours is answered, and how the server saw the connection end. */
  async function talk(handler = handlers.lines(), ...sent: Array<string | Uint8Array>) {
    const server = started({ threads }, handler);
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    for (const bytes of sent) client.send(bytes);
    client.end();
    const replies = Buffer.from(await client.receiveToEnd(), 'latin1').toString('utf8');
    const [{ bytesIn, bytesOut, error }] = await disconnected;
    return { replies, bytesIn, bytesOut, error };
  }

  describe('lines()', () => {
    it('answers as the server of the guide does', async () => {
      const { replies, error } = await talk(handlers.lines(), 'hello\nworld\r\n\nstraße\n  quit \nmore\n');
      expect(replies).toBe('HELLO\nWORLD\n\nSTRASSE\nbye\n');
      expect(error).toBeNull();
    });

    it('agrees with JavaScript on the upper case of every code point that both know', async () => {
      const known: string[] = [];
      for (let c = 0; c <= 0x10ffff; c++) {
        const text = String.fromCodePoint(c);
        if (/\P{Cs}/u.test(text) && /\p{Assigned}/u.test(text) && text !== '\n' && text !== '\r')
          known.push(text);
      }
      expect(known.length).toBeGreaterThan(250_000);
      const { replies } = await talk(handlers.lines(), known.map((text) => `${text}\n`).join(''));
      // Whole, they would be printed.
      const wrong = replies
        .split('\n')
        .filter((reply, i) => reply !== known[i]?.toUpperCase() && reply !== '');
      expect(wrong).toEqual([]);
      expect(replies.split('\n').length).toBe(known.length + 1);
    });

    it('refuses a line over its limit, says so, and tells of it', async () => {
      const { replies, error } = await talk(handlers.lines({ maxLine: 10 }), 'short\n', 'x'.repeat(100_000));
      expect(replies).toBe('SHORT\nERR line too long\n');
      expect(error).toMatchObject({ name: 'IoError', kind: 'InvalidData', code: 'ERR_LIMIT_EXCEEDED' });
    });

    it('takes a line of 64 KiB, and no longer one', async () => {
      const longest = 'x'.repeat(65_535);
      expect((await talk(handlers.lines(), `${longest}\n`)).replies).toBe(`${longest.toUpperCase()}\n`);
      expect((await talk(handlers.lines(), `${longest}x\n`)).replies).toBe('ERR line too long\n');
    });

    it('refuses what is not UTF-8', async () => {
      const { replies, error } = await talk(handlers.lines(), 'before\n', Buffer.from('caf\xe9\n', 'latin1'));
      expect(replies).toBe('BEFORE\n');
      expect(error).toMatchObject({ kind: 'InvalidData', message: 'stream did not contain valid UTF-8' });
    });

    it('answers many more lines than it can send at once', async () => {
      const lines = Array.from({ length: 50_000 }, (_, i) => `line ${i}\n`).join('');
      expect((await talk(handlers.lines(), lines)).replies === lines.toUpperCase()).toBe(true);
    });
  });

  describe.each(['count', 'discard'] as const)('%s()', (name) => {
    it('reads to the end, replies nothing, and the server has the total', async () => {
      const chunk = Buffer.alloc(1_000_000, 'quit\n');
      expect(await talk(handlers[name](), 'hello', chunk, chunk)).toEqual({
        replies: '',
        bytesIn: 2_000_005,
        bytesOut: 0,
        error: null,
      });
    });

    it('counts nothing where nothing came', async () => {
      expect(await talk(handlers[name]())).toMatchObject({ replies: '', bytesIn: 0 });
    });
  });
});

it('a handler tells its name', () => {
  const names = ['count', 'discard', 'echo', 'kv', 'lines', 'udpEcho', 'udpTime'] as const;
  expect(names.map((name) => handlers[name]().name)).toEqual(names);
  expect(Object.keys(handlers).sort()).toEqual(names);
});
