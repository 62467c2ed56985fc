import { describe, expect, it } from 'vitest';
import { IpAddr, SocketAddr, type ToSocketAddrs, toSocketAddrs } from '../../../lib/index.js';
import { expectInvalidType, expectIoError, expectOutOfRange, thrown } from '../../support/argument_errors.js';

const texts = (addr: ToSocketAddrs): string[] => toSocketAddrs(addr).map(String);

describe('toSocketAddrs', () => {
  it.each<[ToSocketAddrs, string]>([
    ['127.0.0.1:80', '127.0.0.1:80'],
    ['[::1]:80', '[::1]:80'],
    ['[fe80::1%2]:80', '[fe80::1%2]:80'],
    [['127.0.0.1', 80], '127.0.0.1:80'],
    [['::1', 80], '[::1]:80'],
    [[IpAddr.parse('::1'), 80], '[::1]:80'],
    [new SocketAddr('::1', 80), '[::1]:80'],
    [{ address: '127.0.0.1', port: 80 }, '127.0.0.1:80'],
    [{ address: '::1', port: 80, family: 'IPv6' } as never, '[::1]:80'],
    // Not SocketAddr's grammar: the resolver's.
    ['::1:80', '[::1]:80'],
    ['127.1:80', '127.0.0.1:80'],
    ['01.2.3.4:443', '1.2.3.4:443'],
    ['127.0.0.1:+80', '127.0.0.1:80'],
    ['127.0.0.1:00080', '127.0.0.1:80'],
  ])('%s', (addr, expected) => {
    expect(texts(addr)).toEqual([expected]);
  });

  it('looks names up', () => {
    const found = texts('localhost:80');
    expect(found.length).toBeGreaterThan(0);
    for (const text of found) expect(['127.0.0.1:80', '[::1]:80']).toContain(text);
    expect(texts(['localhost', 80])).toEqual(found);
    expect(texts({ address: 'localhost', port: 80 })).toEqual(found);
  });

  it('takes several addresses as they are', () => {
    const addrs = [new SocketAddr('::1', 1), new SocketAddr('127.0.0.1', 2)];
    expect(texts(addrs)).toEqual(['[::1]:1', '127.0.0.1:2']);
    expect(texts([])).toEqual([]);
  });

  it('keeps the scope of an address from elsewhere', () => {
    const foreign = { address: 'fe80::1', port: 80, flowinfo: 7, scopeId: 3 };
    const [addr] = toSocketAddrs(foreign);
    expect([addr?.flowinfo, addr?.scopeId]).toEqual([7, 3]);
  });

  it('gives addresses of its own', () => {
    const addr = new SocketAddr('::1', 80);
    expect(toSocketAddrs(addr)[0]).not.toBe(addr);
    expect(toSocketAddrs(addr)[0]?.equals(addr)).toBe(true);
  });
});

describe('toSocketAddrs refuses', () => {
  const kind = 'InvalidInput';

  it.each(['127.0.0.1', '', 'localhost'])('%j, which has no port', (text) => {
    expectIoError(() => toSocketAddrs(text), { kind, message: 'invalid socket address', rawOsError: null });
  });

  it.each(['h:', 'h:65536', 'h:-1', 'h:+', 'h:++1', 'h: 80', 'h:80 ', 'h:0x50', 'h:٨', 'h:1e3'])(
    '%j',
    (text) => {
      expectIoError(() => toSocketAddrs(text), { kind, message: 'invalid port value', rawOsError: null });
    },
  );

  it('names that do not resolve (this one not even as a question, so that no network is asked)', () => {
    const error = expectIoError(() => toSocketAddrs(`${'a'.repeat(64)}.invalid:80`), {
      kind: 'Uncategorized',
      rawOsError: null,
      syscall: 'getaddrinfo',
    });
    expect(error.message).toMatch(/^failed to lookup address information: /);
  });

  it('a NUL in a name', () => {
    const message = 'file name contained an unexpected NUL byte';
    expectIoError(() => toSocketAddrs(['local\0host', 80]), { kind, message });
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    [80],
    [true],
    [Symbol('s')],
    [() => {}],
    [{}],
    [{ address: '::1' }],
    [{ address: 5, port: 80 }],
    [{ address: '::1', port: '80' }],
    [{ address: '::1', port: 80, scopeId: 'eth0' }],
    [['localhost', '80']],
    [['localhost']],
    [['localhost', 80, 81]],
    [[5, 80]],
    [[new SocketAddr('::1', 80), '::1:80']],
    [[new SocketAddr('::1', 80), undefined]],
  ])('%o', (addr) => {
    expectInvalidType(() => toSocketAddrs(addr as ToSocketAddrs));
  });

  it.each([-1, 65536, 70000, 1.5, Number.NaN, 2 ** 31, 2 ** 53])('port %d', (port) => {
    expectOutOfRange(() => toSocketAddrs(['127.0.0.1', port]));
    expectOutOfRange(() => toSocketAddrs({ address: '127.0.0.1', port }));
  });

  it('nothing of what a getter throws: it passes through', () => {
    const boom = new Error('boom');
    const hostile = {
      get address(): string {
        throw boom;
      },
      port: 80,
    };
    expect(thrown(() => toSocketAddrs(hostile))).toBe(boom);
  });
});
