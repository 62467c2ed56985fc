import { describe, expect, it } from 'vitest';
import { inWorkers, KvStore, type ServeOptions, serve } from '../../../lib/index.js';
import { expectInvalidType, expectOutOfRange, thrown } from '../../support/argument_errors.js';
import { started } from './support.js';

const handler = inWorkers('handler.js', { threads: 1 });
const withOptions = (options: object) => () => inWorkers('handler.js', options);

describe('inWorkers() refuses', () => {
  it.each([undefined, null, 5, {}, ['a.js'], () => {}])('the module %s', (module) => {
    expectInvalidType(() => inWorkers(module as string));
  });

  it.each([null, 5, 'x', []])('the options %s', (options) => {
    expectInvalidType(withOptions(options as object));
  });

  it.each([
    { threads: '2' },
    { threads: null },
    { threads: 2n },
    { resourceLimits: null },
    { resourceLimits: 5 },
  ])('options of the wrong type: %o', (options) => {
    expectInvalidType(withOptions(options));
  });

  it.each([0, -1, 1.5, Number.NaN, 1025, 2 ** 31])('so many threads: %d', (threads) => {
    expectOutOfRange(withOptions({ threads }));
  });

  it('data that cannot be cloned', () => {
    const error = thrown(withOptions({ data: () => {} }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE', cause: { name: 'DataCloneError' } });
    expect(String(error)).toMatch(
      /"options\.data" property cannot be cloned to a Worker: .*could not be cloned/,
    );
  });

  it('nothing that is right, and is what others cannot make', () => {
    expect(inWorkers('handler.js', { data: new KvStore().share() }).threads).toBeGreaterThan(0);
    expect(thrown(() => Reflect.construct(handler.constructor, []))).toMatchObject({
      code: 'ERR_ILLEGAL_CONSTRUCTOR',
    });
    expectInvalidType(() => serve('127.0.0.1:0', Object.create(handler)));
  });
});

describe('a server with Workers refuses', () => {
  it.each([
    { threads: 'per-connection' },
    { threads: { pool: 2 } },
    { lineTimeout: 1_000 },
    { lineTimeout: null },
    { spin: 0 },
    { stackSize: 65536 },
  ] as ServeOptions[])('options that cannot apply: %o', (options) => {
    const error = thrown(() => started(options, handler));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
    expect(String(error)).toContain(Object.keys(options)[0]);
  });

  it('whatever others refuse', () => {
    expectOutOfRange(() => started({ maxConnections: 0 }, handler));
    expectInvalidType(() => started({ nodelay: 1 } as unknown as ServeOptions, handler));
    expect(() => started({ signal: AbortSignal.abort(new Error('before')) }, handler)).toThrow('before');
  });
});
