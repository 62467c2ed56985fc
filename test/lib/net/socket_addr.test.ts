import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IpAddr, SocketAddr } from '../../../lib/index.js';
import { expectInvalidType, expectIoError, expectOutOfRange, thrown } from '../../support/argument_errors.js';

const uint32 = fc.nat(2 ** 32 - 1);
const port = fc.nat(65535);
const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((octets) => IpAddr.fromOctets(octets));
const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((octets) => IpAddr.fromOctets(octets));

describe('SocketAddr.parse and toString', () => {
  it('are each other’s inverse', () => {
    fc.assert(
      fc.property(ipv4, port, (ip, number) => {
        const addr = new SocketAddr(ip, number);
        expect(addr.toString()).toBe(`${ip}:${number}`);
        expect(SocketAddr.parse(addr.toString()).equals(addr)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(ipv6, port, uint32, (ip, number, scopeId) => {
        const addr = new SocketAddr(ip, number, { scopeId });
        expect(addr.toString()).toBe(scopeId === 0 ? `[${ip}]:${number}` : `[${ip}%${scopeId}]:${number}`);
        expect(SocketAddr.parse(addr.toString()).equals(addr)).toBe(true);
      }),
    );
  });

  it.each([
    '::1:80',
    '127.1:80',
    '01.2.3.4:443',
    '127.0.0.1:+80',
    '127.0.0.1',
    '[::1]',
    'localhost:80',
    '127.0.0.1:65536',
    '127.0.0.1:80 ',
    '[::1%eth0]:80',
    '[::1%4294967296]:80',
    '',
    '127.0.0.1:80\0',
  ])('refuse %j', (text) => {
    const message = 'invalid socket address syntax';
    expectIoError(() => SocketAddr.parse(text), { kind: 'InvalidInput', message, rawOsError: null });
  });

  it('have Rust’s text for each type', () => {
    const kind = 'InvalidInput';
    const v4 = { kind, message: 'invalid IPv4 socket address syntax' };
    const v6 = { kind, message: 'invalid IPv6 socket address syntax' };
    expectIoError(() => SocketAddr.parseIpv4('[::1]:80'), v4);
    expectIoError(() => SocketAddr.parseIpv4('1.2.3.4'), v4);
    expectIoError(() => SocketAddr.parseIpv6('1.2.3.4:80'), v6);
    expect(SocketAddr.parseIpv4('1.2.3.4:80').port).toBe(80);
    expect(SocketAddr.parseIpv6('[::1]:80').port).toBe(80);
    expectInvalidType(() => SocketAddr.parse(undefined as never));
  });
});

describe('a SocketAddr', () => {
  it('has the parts that it was made of', () => {
    fc.assert(
      fc.property(ipv6, port, uint32, uint32, (ip, number, flowinfo, scopeId) => {
        const addr = new SocketAddr(ip, number, { flowinfo, scopeId });
        expect(addr.ip.equals(ip)).toBe(true);
        expect([addr.address, addr.family, addr.port]).toEqual([String(ip), 'IPv6', number]);
        expect([addr.flowinfo, addr.scopeId]).toEqual([flowinfo, scopeId]);
      }),
    );
  });

  it('is an AddressInfo, without the scope', () => {
    const { address, family, port } = SocketAddr.parse('[fe80::1%2]:80');
    expect({ address, family, port }).toEqual({ address: 'fe80::1', family: 'IPv6', port: 80 });
    expect(new SocketAddr('1.2.3.4', 5).family).toBe('IPv4');
  });

  it('has no flow and no scope with IPv4', () => {
    const addr = new SocketAddr('1.2.3.4', 5, { flowinfo: 1, scopeId: 2 });
    expect([addr.flowinfo, addr.scopeId]).toEqual([0, 0]);
    expect(addr.equals(new SocketAddr('1.2.3.4', 5))).toBe(true);
  });

  it('equals one that is the same in every part', () => {
    const addr = new SocketAddr('fe80::1', 80, { flowinfo: 1, scopeId: 2 });
    expect(addr.equals(new SocketAddr('fe80::1', 80, { flowinfo: 1, scopeId: 2 }))).toBe(true);
    expect(addr.equals(new SocketAddr('fe80::1', 80, { flowinfo: 1, scopeId: 3 }))).toBe(false);
    expect(addr.equals(new SocketAddr('fe80::1', 80, { flowinfo: 0, scopeId: 2 }))).toBe(false);
    expect(addr.equals(new SocketAddr('fe80::1', 81, { flowinfo: 1, scopeId: 2 }))).toBe(false);
    expect(addr.equals({ ...addr } as never)).toBe(false);
  });

  it('is told apart by deep equality', () => {
    const addr = new SocketAddr('fe80::1', 80, { scopeId: 2 });
    expect(isDeepStrictEqual(addr, SocketAddr.parse('[fe80::1%2]:80'))).toBe(true);
    expect(addr).toEqual(SocketAddr.parse('[fe80::1%2]:80'));
    for (const other of ['[fe80::1%3]:80', '[fe80::1%2]:81', '[fe80::2%2]:80', '1.2.3.4:80']) {
      expect(isDeepStrictEqual(addr, SocketAddr.parse(other))).toBe(false);
      expect(addr).not.toEqual(SocketAddr.parse(other));
    }
  });

  it('is text to JSON, templates and util.inspect, and cannot be changed', () => {
    const addr = new SocketAddr('::1', 80);
    expect(JSON.stringify([addr])).toBe('["[::1]:80"]');
    expect(`${addr}`).toBe('[::1]:80');
    expect(inspect(addr)).toBe('SocketAddr([::1]:80)');
    expect(thrown(() => Object.assign(addr, { port: 81 }))).toBeInstanceOf(TypeError);
  });

  it('checks what it is made of', () => {
    expectIoError(() => new SocketAddr('localhost', 80), { kind: 'InvalidInput' });
    expectInvalidType(() => new SocketAddr(5 as never, 80));
    expectInvalidType(() => new SocketAddr('::1', '80' as never));
    expectInvalidType(() => new SocketAddr('::1', 80, null as never));
    expectInvalidType(() => new SocketAddr('::1', 80, { scopeId: '1' as never }));
    for (const bad of [-1, 65536, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expectOutOfRange(() => new SocketAddr('::1', bad));
    }
    for (const bad of [-1, 2 ** 32, 0.5]) expectOutOfRange(() => new SocketAddr('::1', 80, { scopeId: bad }));
    expect(new SocketAddr('::1', -0).port).toBe(0);
  });
});
