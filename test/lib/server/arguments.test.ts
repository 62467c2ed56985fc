import { describe, it } from 'vitest';
import {
  handlers,
  type NativeHandler,
  type ServeOptions,
  serve,
  type TcpServer,
} from '../../../lib/index.js';
import { expectInvalidType, expectIoError, expectOutOfRange } from '../../support/argument_errors.js';
import { started } from './support.js';

const wrong = (options: Record<string, unknown>) => () =>
  serve('127.0.0.1:0', handlers.echo(), options as ServeOptions);

describe('serve() refuses', () => {
  it.each([undefined, null, 'echo', {}, 5, Object.create(handlers.echo())])('the handler %s', (handler) => {
    expectInvalidType(() => serve('127.0.0.1:0', handler as NativeHandler));
  });

  it.each([null, 5, 'x', []])('the options %s', (options) => {
    expectInvalidType(() => serve('127.0.0.1:0', handlers.echo(), options as ServeOptions));
  });

  it.each([
    ['backlog', '5'],
    ['maxConnections', null],
    ['reusePort', 1],
    ['ipv6Only', null],
    ['nodelay', 'yes'],
    ['idleTimeout', '1'],
    ['writeTimeout', {}],
    ['stackSize', 1n],
    ['signal', {}],
    ['signal', null],
    ['threads', 'many'],
    ['threads', null],
    ['threads', {}],
    ['threads', { pool: '2' }],
    ['lineTimeout', true],
    ['spin', '5'],
  ])('options.%s of the wrong type: %s', (name, value) => {
    expectInvalidType(wrong({ [name]: value }));
  });

  it.each([
    ['backlog', -1],
    ['backlog', 2 ** 31],
    ['maxConnections', 0],
    ['maxConnections', 1.5],
    ['maxConnections', Number.NaN],
    ['stackSize', 0],
    ['stackSize', 2 ** 53],
    ['idleTimeout', -1],
    ['writeTimeout', Number.NaN],
    ['lineTimeout', -5],
    ['threads', { pool: 0 }],
    ['threads', { pool: 2.5 }],
    ['threads', { pool: 4097 }],
    ['threads', { pool: Number.NaN }],
    ['spin', -1],
    ['spin', 0.5],
    ['spin', 1_000_001],
    ['writeTimeout', Number.POSITIVE_INFINITY],
  ])('options.%s out of range: %s', (name, value) => {
    expectOutOfRange(wrong({ [name]: value }));
  });

  it.each(['idleTimeout', 'lineTimeout', 'writeTimeout'])('options.%s of 0, in the words of Rust', (name) => {
    expectIoError(wrong({ [name]: 0 }), { kind: 'InvalidInput', message: 'cannot set a 0 duration timeout' });
  });

  it('the port 70000', () => {
    expectOutOfRange(() => serve(['127.0.0.1', 70000], handlers.echo()));
    expectIoError(() => serve('127.0.0.1:70000', handlers.echo()), { kind: 'InvalidInput' });
  });
});

describe('other arguments', () => {
  it('of lines()', () => {
    for (const options of [null, 5, []]) expectInvalidType(() => handlers.lines(options as never));
    for (const maxLine of ['1', null, 1n]) expectInvalidType(() => handlers.lines({ maxLine } as never));
    for (const maxLine of [0, -1, 1.5, Number.NaN, 2 ** 31])
      expectOutOfRange(() => handlers.lines({ maxLine }));
    handlers.lines({ maxLine: 2 ** 31 - 1 });
  });

  it('of kv()', () => {
    expectInvalidType(() => handlers.kv({} as never));
    expectInvalidType(() => handlers.kv(undefined, { maxLine: '1' as never }));
    expectOutOfRange(() => handlers.kv(undefined, { maxLine: 0 }));
    expectOutOfRange(() => handlers.kv(undefined, { maxValue: 2 ** 31 }));
  });

  it.each([['1'], [null], [1n]])('of shutdown(): a drain of %s is no number', (drain) => {
    const server: TcpServer = started();
    expectInvalidType(() => server.shutdown({ drain: drain as never }));
    server.localAddr(); // still open
  });

  it.each([-1, Number.NaN])('of shutdown(): a drain of %s is out of range', (drain) => {
    expectOutOfRange(() => started().shutdown({ drain }));
  });
});
