import { describe, expect, it } from 'vitest';
import { handlers, KvStore, type NativeHandler } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { MODES } from '../../support/modes.js';
import { NodeClient, started, until } from '../server/support.js';

/** A request of RESP2, whatever bytes it is of. */
function resp(...words: Array<string | Uint8Array>): Buffer {
  const parts = words.map((word) => Buffer.from(word as Uint8Array));
  return Buffer.concat([
    Buffer.from(`*${parts.length}\r\n`),
    ...parts.flatMap((part) => [Buffer.from(`$${part.length}\r\n`), part, Buffer.from('\r\n')]),
  ]);
}

describe.each(MODES)('a KvStore that a server serves, with threads %j,', (threads) => {
  async function asked(handler: NativeHandler, ...requests: Array<string | Uint8Array>): Promise<string> {
    const client = await NodeClient.connect(started({ threads }, handler));
    for (const request of requests) client.send(request);
    client.end();
    return client.receiveToEnd();
  }

  it('is the same for JavaScript and for clients of either protocol', async () => {
    const store = new KvStore();
    const kv = handlers.kv(store);
    store.set('js', 'here');
    expect(await asked(kv, 'GET js\nSET line there\n')).toBe('here\nOK\n');
    expect(await asked(kv, resp('GET', 'line'), resp('SET', 'resp', 'too'))).toBe('$5\r\nthere\r\n+OK\r\n');
    expect([store.get('line'), store.get('resp'), store.size]).toEqual(['there', 'too', 3]);
    store.delete('line');
    expect(await asked(kv, 'GET line\n')).toBe('(nil)\n');
  });

  it('is one for all servers that have it', async () => {
    const store = new KvStore();
    expect(await asked(handlers.kv(store), 'SET k v\n')).toBe('OK\n');
    expect(await asked(handlers.kv(store), 'GET k\n')).toBe('v\n');
    expect(await asked(handlers.kv(KvStore.from(store.share())), 'GET k\n')).toBe('v\n');
    expect(await asked(handlers.kv(new KvStore()), 'GET k\n')).toBe('(nil)\n');
  });

  it('has bytes that are no text, as bytes', async () => {
    const store = new KvStore();
    const bytes = Buffer.from([0xff, 0, 0x0a, 0xfe]);
    expect(await asked(handlers.kv(store), resp('SET', bytes, bytes))).toBe('+OK\r\n');
    expect(store.getBuffer(bytes)).toEqual(bytes);
    expectIoError(() => store.get(bytes), { kind: 'InvalidData' });
    expect(await asked(handlers.kv(store), resp('GET', bytes))).toBe(`$4\r\n${bytes.toString('latin1')}\r\n`);
  });

  it('forgets what a client has given a time, and what JavaScript sets has none', async () => {
    const store = new KvStore();
    const ends = (key: string, ms: string) => resp('SET', key, 'v', 'PX', ms);
    const kv = handlers.kv(store);
    expect(await asked(kv, ends('soon', '1'), ends('kept', '3600000'))).toBe('+OK\r\n+OK\r\n');
    await until(() => store.get('soon') === null && store.size === 1);
    store.set('kept', 'w');
    expect(await asked(kv, resp('PTTL', 'kept'))).toBe(':-1\r\n');
  });

  it('is bounded for clients too', async () => {
    const store = new KvStore({ maxBytes: 200 });
    store.set('k', 'v');
    const long = 'x'.repeat(200);
    expect(await asked(handlers.kv(store), `SET k ${long}\nGET k\n`)).toBe('ERR out of memory\nv\n');
    expect(await asked(handlers.kv(store), resp('SET', 'k', long))).toMatch(/^-OOM /);
    expect(store.get('k')).toBe('v');
  });
});
