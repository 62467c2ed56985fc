import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { handlers, KvStore } from '../../../lib/index.js';
import { expectInvalidType, expectIoError, expectOutOfRange, thrown } from '../../support/argument_errors.js';

describe('a KvStore', () => {
  it('keeps what it is given, until it is told otherwise', () => {
    const store = new KvStore();
    expect([store.get('a'), store.getBuffer('a'), store.delete('a'), store.size]).toEqual([
      null,
      null,
      false,
      0,
    ]);
    store.set('a', '1');
    store.set('b', '2');
    store.set('a', 'one');
    expect([store.get('a'), store.get('b'), store.size]).toEqual(['one', '2', 2]);
    expect([store.delete('a'), store.delete('a'), store.get('a'), store.size]).toEqual([
      true,
      false,
      null,
      1,
    ]);
    store.clear();
    expect([store.get('b'), store.size, store.bytes]).toEqual([null, 0, 0]);
  });

  it('takes strings as UTF-8, and any view as its bytes', () => {
    const store = new KvStore();
    const bytes = new TextEncoder().encode('größe');
    store.set('größe', 'ß');
    for (const key of [bytes, Buffer.from(bytes), new DataView(bytes.buffer)])
      expect(store.get(key)).toBe('ß');
    store.set(new Uint16Array([0x6161, 0x6262]), new Uint32Array([0x64636261]));
    expect(store.get('aabb')).toBe('abcd');
    const shared = new Uint8Array(new SharedArrayBuffer(4), 1, 2);
    shared.set([0x6b, 0x76]);
    store.set(shared, shared);
    expect(store.get('kv')).toBe('kv');
    expect(store.size).toBe(3);
  });

  it('keeps every byte, in keys and in values', () => {
    const store = new KvStore();
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    store.set(all, all);
    store.set('', '');
    store.set('\0', 'nul');
    expect(store.getBuffer(all)).toEqual(all);
    expect([store.get(''), store.get('\0'), store.getBuffer('')]).toEqual(['', 'nul', Buffer.alloc(0)]);
    expect(Buffer.isBuffer(store.getBuffer(all))).toBe(true);
  });

  it('hands out copies, and takes them', () => {
    const store = new KvStore();
    const value = Buffer.from('before');
    store.set('k', value);
    value.fill('x');
    store.getBuffer('k')!.fill('y');
    expect(store.get('k')).toBe('before');
  });

  it('reads text strictly: what is not UTF-8 is there as bytes only', () => {
    const store = new KvStore();
    const latin = Buffer.from('caf\xe9', 'latin1');
    store.set('k', latin);
    expectIoError(() => store.get('k'), {
      kind: 'InvalidData',
      code: 'ERR_INVALID_DATA',
      message: 'value did not contain valid UTF-8',
    });
    expect(store.getBuffer('k')).toEqual(latin);
    store.set('bom', '\ufeffx');
    expect(store.get('bom')).toBe('\ufeffx');
    store.set('lone', '\ud800'); // as everywhere a string becomes bytes
    expect(store.get('lone')).toBe('\ufffd');
  });

  it('takes keys and values that are large', () => {
    const store = new KvStore();
    const key = 'k'.repeat(1_000_000);
    const value = Buffer.alloc(20_000_000, 'v');
    store.set(key, value);
    expect(store.getBuffer(key)!.equals(value)).toBe(true);
    expect(store.get(`${key}k`)).toBeNull();
  });

  it('keeps many keys apart', () => {
    const store = new KvStore();
    for (let i = 0; i < 10_000; i++) store.set(`key ${i}`, `value ${i}`);
    expect(store.size).toBe(10_000);
    for (let i = 0; i < 10_000; i++) expect(store.get(`key ${i}`)).toBe(`value ${i}`);
  });

  it('is another one each time', () => {
    const [one, other] = [new KvStore(), new KvStore()];
    one.set('k', 'v');
    expect(other.get('k')).toBeNull();
  });

  it('shows how large it is, and nothing of what is in it', () => {
    const store = new KvStore();
    store.set('secret', 'value');
    expect(inspect(store)).toBe(`KvStore { size: 1, bytes: ${store.bytes} }`);
  });
});

describe('maxBytes', () => {
  it('is never gone over, and nothing is evicted', () => {
    const store = new KvStore({ maxBytes: 1000 });
    store.set('a', 'x'.repeat(600));
    expect(store.bytes).toBe(1 + 600 + 64);
    const before = store.bytes;
    for (const key of ['a', 'b']) {
      expectIoError(() => store.set(key, 'y'.repeat(1000)), {
        kind: 'StorageFull',
        code: 'ERR_STORAGE_FULL',
        rawOsError: null,
      });
    }
    expect([store.get('a'), store.get('b'), store.bytes]).toEqual(['x'.repeat(600), null, before]);
    store.delete('a');
    store.set('b', 'y'.repeat(900));
    expect(store.size).toBe(1);
  });

  it('may be 0, which takes nothing, and Infinity, which takes all', () => {
    expectIoError(() => new KvStore({ maxBytes: 0 }).set('', ''), { kind: 'StorageFull' });
    const store = new KvStore({ maxBytes: Number.POSITIVE_INFINITY });
    store.set('k', Buffer.alloc(1_000_000));
    expect(store.bytes).toBeGreaterThan(1_000_000);
  });

  it('is a count', () => {
    for (const maxBytes of ['1', 1n, null, {}]) expectInvalidType(() => new KvStore({ maxBytes } as never));
    for (const maxBytes of [-1, 0.5, Number.NaN, 2 ** 53, Number.NEGATIVE_INFINITY]) {
      expectOutOfRange(() => new KvStore({ maxBytes }));
    }
    for (const options of [null, 5, 'x', []]) expectInvalidType(() => new KvStore(options as never));
  });
});

describe('a key or a value', () => {
  const calls: Array<[name: string, call: (store: KvStore, bad: never) => unknown]> = [
    ['get', (store, bad) => store.get(bad)],
    ['getBuffer', (store, bad) => store.getBuffer(bad)],
    ['delete', (store, bad) => store.delete(bad)],
    ['set key', (store, bad) => store.set(bad, 'v')],
    ['set value', (store, bad) => store.set('k', bad)],
  ];

  it.each(calls)('of the wrong type is refused: %s', (_name, call) => {
    const store = new KvStore();
    for (const bad of [undefined, null, 5, 1n, true, {}, [], new ArrayBuffer(4), Symbol('s'), () => {}]) {
      expectInvalidType(() => call(store, bad as never));
    }
    expect(store.size).toBe(0);
  });

  it.each(calls)('whose memory is gone is refused: %s', (_name, call) => {
    const store = new KvStore();
    for (const view of [new Uint8Array(8), new DataView(new ArrayBuffer(8))]) {
      structuredClone(null, { transfer: [view.buffer as ArrayBuffer] });
      expect(thrown(() => call(store, view as never))).toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_STATE',
      });
    }
    expect(store.size).toBe(0);
  });
});

describe('share() and from()', () => {
  it('open the same store, by a plain value', () => {
    const store = new KvStore({ maxBytes: 1000 });
    const shared = store.share();
    expect(shared).toEqual({ kvStore: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(store.share()).toEqual(shared);
    for (const token of [shared, structuredClone(shared), JSON.parse(JSON.stringify(shared))]) {
      const other = KvStore.from(token);
      other.set('k', 'v');
      expect(store.get('k')).toBe('v');
      expect(other.share()).toEqual(shared);
      expectIoError(() => other.set('k', 'x'.repeat(1000)), { kind: 'StorageFull' });
      store.clear();
    }
  });

  it('tell stores apart', () => {
    const ids = Array.from({ length: 1000 }, () => new KvStore().share().kvStore);
    expect(new Set(ids).size).toBe(1000);
  });

  it.each([
    undefined,
    null,
    5,
    'x',
    {},
    [],
    { kvStore: 5 },
    { kvStore: '' },
    { kvStore: 'x'.repeat(32) },
    { kvStore: 'A'.repeat(32) },
    { kvStore: `${'0'.repeat(32)}\n` },
    { kvStore: '0'.repeat(31) },
    new KvStore(),
  ])('refuse %s, which share() never returns', (token) => {
    expectInvalidType(() => KvStore.from(token as never));
  });

  it('know no store by an id that was guessed', () => {
    const { kvStore } = new KvStore().share();
    const last = kvStore.at(-1) === '0' ? '1' : '0';
    for (const id of ['0'.repeat(32), 'f'.repeat(32), kvStore.slice(0, -1) + last]) {
      expectIoError(() => KvStore.from({ kvStore: id }), { kind: 'NotFound', code: 'ERR_NOT_FOUND' });
    }
  });

  it('leave what a getter throws to whoever wrote it', () => {
    const error = new Error('mine');
    const token = Object.defineProperty({}, 'kvStore', {
      get: () => {
        throw error;
      },
    });
    expect(thrown(() => KvStore.from(token as never))).toBe(error);
  });
});

describe('handlers.kv()', () => {
  it('takes a KvStore, and nothing else', () => {
    for (const store of [
      null,
      {},
      'x',
      { maxLine: 5 },
      new KvStore().share(),
      Object.create(new KvStore()),
    ]) {
      expectInvalidType(() => handlers.kv(store as never));
    }
    expect(handlers.kv(new KvStore(), { maxLine: 100 }).name).toBe('kv');
  });
});
