import { describe, expect, it } from 'vitest';
import { native } from '../../../lib/binding/index.js';
import { expectInvalidType, expectOutOfRange, thrown } from '../../support/argument_errors.js';

describe('makeHandler()', () => {
  it.each(['', 'ech', 'echo ', 'toString'])('knows no handler named %j', (name) => {
    const error = thrown(() => native.makeHandler(name, {}));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  });

  it('checks what it is given once more', () => {
    expectInvalidType(() => native.makeHandler(5 as never, {}));
    expectInvalidType(() => native.makeHandler('kv', null as never));
    expectInvalidType(() => native.makeHandler('kv', { maxLine: '5' as never }));
    expectOutOfRange(() => native.makeHandler('kv', { maxLine: 0 }));
    expectOutOfRange(() => native.makeHandler('kv', { maxValue: 2 ** 31 }));
    for (const store of [{}, 5, native.makeHandler('echo', {})]) {
      expectInvalidType(() => native.makeHandler('kv', { store: store as never }));
    }
  });
});

describe('a handle of a store', () => {
  const key = Buffer.from('k');

  it('is told from every other', () => {
    for (const wrong of [undefined, null, {}, native.makeHandler('kv', {}), key] as never[]) {
      expectInvalidType(() => native.kvGet(wrong, key));
      expectInvalidType(() => native.kvGetText(wrong, key));
      expectInvalidType(() => native.kvSet(wrong, key, key));
      expectInvalidType(() => native.kvDelete(wrong, key));
      expectInvalidType(() => native.kvClear(wrong));
      expectInvalidType(() => native.kvSize(wrong));
      expectInvalidType(() => native.kvBytes(wrong));
      expectInvalidType(() => native.kvId(wrong));
    }
  });

  it('takes views only', () => {
    const store = native.kvCreate({ maxBytes: null });
    expectInvalidType(() => native.kvSet(store, 'k' as never, key));
    expectInvalidType(() => native.kvSet(store, key, 'v' as never));
    expect(native.kvGetText(store, key)).toBeNull();
  });

  it('is opened by its id', () => {
    const store = native.kvCreate({ maxBytes: null });
    native.kvSet(store, key, key);
    const opened = native.kvOpen(native.kvId(store))!;
    expect(native.kvGetText(opened, key)).toBe('k');
    expect(native.kvOpen('')).toBeNull();
    expectInvalidType(() => native.kvOpen(5 as never));
    expectOutOfRange(() => native.kvCreate({ maxBytes: -1 }));
  });
});
