import { getSystemErrorName, inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ErrorKind, IoError } from '../../../lib/index.js';
import { expectInvalidType, expectOutOfRange } from '../../support/argument_errors.js';

const FULL = new IoError('AddrInUse', 'Address already in use (os error 98)', {
  rawOsError: 98,
  code: 'EADDRINUSE',
  syscall: 'bind',
  address: '::1',
  port: 80,
  transferred: 3,
  partial: Buffer.from('top secret'),
});

describe('IoError', () => {
  it('has the fields of the contract', () => {
    expect(FULL).toBeInstanceOf(Error);
    expect(FULL.stack).toMatch(/^IoError: Address already in use \(os error 98\)\n/);
    expect({ ...FULL }).toEqual({
      name: 'IoError',
      message: 'Address already in use (os error 98)',
      kind: 'AddrInUse',
      rawOsError: 98,
      code: 'EADDRINUSE',
      errno: -98,
      syscall: 'bind',
      address: '::1',
      port: 80,
      transferred: 3,
    });
    expect(String(FULL.partial)).toBe('top secret');
    expect(getSystemErrorName(FULL.errno!)).toBe('EADDRINUSE');
  });

  it('has no field that does not apply', () => {
    const error = new IoError('UnexpectedEof', 'failed to fill whole buffer');
    expect({ ...error }).toEqual({
      name: 'IoError',
      message: 'failed to fill whole buffer',
      kind: 'UnexpectedEof',
      rawOsError: null,
      code: 'ERR_UNEXPECTED_EOF',
    });
    expect('errno' in error || 'partial' in error || 'transferred' in error).toBe(false);
  });

  it('carries a cause', () => {
    const cause = new Error('why');
    expect(new IoError('Other', 'text', { cause }).cause).toBe(cause);
    expect('cause' in new IoError('Other', 'text')).toBe(false);
  });

  it('refuses a kind that is none', () => {
    for (const kind of ['toString', undefined, Symbol('s')])
      expectInvalidType(() => new IoError(kind as ErrorKind, ''));
    expectInvalidType(() => new IoError('Other', Symbol('s') as unknown as string));
    expectInvalidType(() => new IoError('Other', '', null as unknown as object));
  });
});

describe('util.inspect', () => {
  it('shows every field, and of the data only its size', () => {
    const text = inspect(FULL);
    expect(text.startsWith(FULL.stack!)).toBe(true);
    for (const shown of [
      "kind: 'AddrInUse'",
      'rawOsError: 98',
      "code: 'EADDRINUSE'",
      'errno: -98',
      "syscall: 'bind'",
      "address: '::1'",
      'port: 80',
      'transferred: 3',
      'partial: <10 bytes>',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).not.toMatch(/top secret|Buffer|74 6f 70/);
    expect(JSON.stringify(FULL)).not.toContain('data');
  });

  it('shows the cause, and one line when nested deep', () => {
    expect(inspect(new IoError('Other', 'outer', { cause: new Error('inner') }))).toContain('Error: inner');
    expect(inspect({ a: { b: FULL } }, { depth: 1 })).toContain(
      '[IoError: Address already in use (os error 98)]',
    );
  });
});

describe('IoError.fromRawOsError', () => {
  it.each([
    [98, 'AddrInUse', 'EADDRINUSE', 'Address already in use (os error 98)', -98],
    [11, 'WouldBlock', 'EAGAIN', 'Resource temporarily unavailable (os error 11)', -11],
    [4, 'Interrupted', 'EINTR', 'Interrupted system call (os error 4)', -4],
  ])('%i', (errno, kind, code, message, nodeErrno) => {
    expect(IoError.fromRawOsError(errno)).toMatchObject({
      kind,
      code,
      message,
      errno: nodeErrno,
      rawOsError: errno,
    });
  });

  it.each([0, -1, 4242, 2 ** 31 - 1, -(2 ** 31)])('takes %i, which the system does not know', (errno) => {
    const error = IoError.fromRawOsError(errno);
    expect(error).toMatchObject({ kind: 'Uncategorized', rawOsError: errno });
    expect(error.message.endsWith(`(os error ${errno})`)).toBe(true);
  });

  it.each([2 ** 31, -(2 ** 31) - 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses %d',
    (errno) => {
      expectOutOfRange(() => IoError.fromRawOsError(errno));
    },
  );

  it('refuses what is no number', () => {
    expectInvalidType(() => IoError.fromRawOsError('98' as never));
    expectInvalidType(() => IoError.fromRawOsError(98n as never));
  });
});

describe('IoError.isIoError', () => {
  it('knows its own', () => {
    expect(IoError.isIoError(FULL)).toBe(true);
  });

  it('knows one that was cloned field by field', () => {
    expect(IoError.isIoError(structuredClone({ ...FULL }))).toBe(true);
    const { port1, port2 } = new MessageChannel();
    port1.postMessage({ ...FULL });
    expect(IoError.isIoError(receiveMessageOnPort(port2)?.message)).toBe(true);
    port1.close();
  });

  it('knows one that ended a Worker', async () => {
    const program = `
      import { IoError } from ${JSON.stringify(new URL('../../../dist/index.js', import.meta.url).href)};
      throw IoError.fromRawOsError(111);
    `;
    const url = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
    const error = await new Promise((resolve) => new Worker(url, { execArgv: [] }).once('error', resolve));
    expect(error).not.toBeInstanceOf(IoError);
    expect(IoError.isIoError(error)).toBe(true);
    expect(error).toMatchObject({ kind: 'ConnectionRefused', message: 'Connection refused (os error 111)' });
  });

  it('knows one of another realm, or of another copy of the package', async () => {
    const foreign: unknown = runInNewContext('Object.assign(new Error(fields.message), fields)', {
      fields: { ...FULL },
    });
    expect(foreign).not.toBeInstanceOf(Error);
    expect(IoError.isIoError(foreign)).toBe(true);
    const copy = (await import('../../../dist/index.js')) as unknown as { IoError: typeof IoError };
    const other = copy.IoError.fromRawOsError(32);
    expect(other).not.toBeInstanceOf(IoError);
    expect(IoError.isIoError(other)).toBe(true);
  });

  it.each([
    null,
    undefined,
    'IoError',
    98,
    {},
    new Error('IoError'),
    { name: 'IoError' },
    { name: 'IoError', kind: 'Other', code: 'X' },
    { name: 'IoError', kind: 'constructor', code: 'X', rawOsError: null },
    { name: 'Error', kind: 'Other', code: 'X', rawOsError: null },
    { name: 'IoError', kind: 'Other', code: 5, rawOsError: null },
    { name: 'IoError', kind: 'Other', code: 'X', rawOsError: '98' },
  ])('says no to %o', (value) => {
    expect(IoError.isIoError(value)).toBe(false);
  });
});

it('IoError.isIoError says no to what cannot be looked at: it is asked in catch blocks', () => {
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('hostile');
      },
    },
  );
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const value of [hostile, proxy]) expect(IoError.isIoError(value)).toBe(false);
});

describe('ErrorKind', () => {
  it('has values that equal their names, and cannot be changed', () => {
    for (const [name, value] of Object.entries(ErrorKind)) expect(value).toBe(name);
    expect(Object.keys(ErrorKind)).toHaveLength(40);
    expect(Object.isFrozen(ErrorKind)).toBe(true);
  });
});
