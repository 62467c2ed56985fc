import { isIPv4, isIPv6 } from 'node:net';
import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IpAddr } from '../../../lib/index.js';
import { expectInvalidType, expectIoError, expectOutOfRange, thrown } from '../../support/argument_errors.js';

const ip = (text: string): IpAddr => IpAddr.parse(text);
const octets4 = fc.uint8Array({ minLength: 4, maxLength: 4 });
/** Many zeros, so that every shape of compression comes up. */
const octets16 = fc
  .array(fc.oneof(fc.constant([0, 0]), fc.constant([0xff, 0xff]), fc.tuple(fc.nat(255), fc.nat(255))), {
    minLength: 8,
    maxLength: 8,
  })
  .map((segments) => Uint8Array.from(segments.flat()));

describe('IpAddr.parse and toString', () => {
  it('are each other’s inverse', () => {
    fc.assert(
      fc.property(fc.oneof(octets4, octets16), (octets) => {
        const text = IpAddr.fromOctets(octets).toString();
        expect(ip(text).octets()).toEqual(octets);
      }),
    );
  });

  it('write what Node reads as the same family', () => {
    fc.assert(fc.property(octets4, (octets) => isIPv4(String(IpAddr.fromOctets(octets)))));
    fc.assert(fc.property(octets16, (octets) => isIPv6(String(IpAddr.fromOctets(octets)))));
  });

  it('write IPv6 in the form of RFC 5952, as URL does', () => {
    fc.assert(
      fc.property(octets16, (octets) => {
        const addr = IpAddr.fromOctets(octets);
        fc.pre(addr.toIpv4Mapped() === null); // URL knows no dotted form
        expect(`[${addr}]`).toBe(new URL(`http://[${addr}]/`).hostname);
      }),
    );
  });

  it('refuse anything else without crashing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.%[]') })),
        (text) => {
          try {
            expect(ip(ip(text).toString()).toString()).toBe(ip(text).toString());
          } catch (error) {
            expect(error).toMatchObject({ kind: 'InvalidInput', message: 'invalid IP address syntax' });
          }
        },
      ),
    );
  });

  it('have Rust’s text for each type', () => {
    const kind = 'InvalidInput';
    expectIoError(() => ip('localhost'), { kind, message: 'invalid IP address syntax', rawOsError: null });
    expectIoError(() => IpAddr.parseIpv4('::1'), { kind, message: 'invalid IPv4 address syntax' });
    expectIoError(() => IpAddr.parseIpv4('1.2.3'), { kind, message: 'invalid IPv4 address syntax' });
    expectIoError(() => IpAddr.parseIpv6('1.2.3.4'), { kind, message: 'invalid IPv6 address syntax' });
    expect(IpAddr.parseIpv4('1.2.3.4').family).toBe('IPv4');
    expect(IpAddr.parseIpv6('::1.2.3.4').family).toBe('IPv6');
    expectInvalidType(() => ip(5 as never));
    expectInvalidType(() => IpAddr.parseIpv6(null as never));
  });
});

describe('what an IpAddr is', () => {
  const questions = [
    'isLoopback',
    'isUnspecified',
    'isMulticast',
    'isPrivate',
    'isLinkLocal',
    'isBroadcast',
    'isDocumentation',
  ] as const;

  it.each([
    ['127.0.0.1', 'isLoopback'],
    ['127.255.255.254', 'isLoopback'],
    ['::1', 'isLoopback'],
    ['0.0.0.0', 'isUnspecified'],
    ['::', 'isUnspecified'],
    ['224.0.0.1', 'isMulticast'],
    ['239.255.255.255', 'isMulticast'],
    ['ff02::1', 'isMulticast'],
    ['10.1.2.3', 'isPrivate'],
    ['172.16.0.1', 'isPrivate'],
    ['172.31.255.255', 'isPrivate'],
    ['192.168.0.1', 'isPrivate'],
    ['fc00::1', 'isPrivate'],
    ['fdff::1', 'isPrivate'],
    ['169.254.0.1', 'isLinkLocal'],
    ['fe80::1', 'isLinkLocal'],
    ['febf::1', 'isLinkLocal'],
    ['255.255.255.255', 'isBroadcast'],
    ['192.0.2.1', 'isDocumentation'],
    ['198.51.100.255', 'isDocumentation'],
    ['203.0.113.0', 'isDocumentation'],
    ['2001:db8::1', 'isDocumentation'],
    ['3fff:fff::1', 'isDocumentation'],
    // Just outside.
    ['126.255.255.255', null],
    ['128.0.0.1', null],
    ['::2', null],
    ['::1:0', null],
    ['223.255.255.255', null],
    ['240.0.0.1', null],
    ['fe00::1', null],
    ['172.15.255.255', null],
    ['172.32.0.1', null],
    ['192.167.0.1', null],
    ['192.169.0.1', null],
    ['fe00::1', null],
    ['fec0::1', null],
    ['169.253.0.1', null],
    ['255.255.255.254', null],
    ['192.0.3.1', null],
    ['198.51.101.1', null],
    ['203.0.112.1', null],
    ['2001:db9::1', null],
    ['3fff:1000::1', null],
    ['::ffff:127.0.0.1', null],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'isMulticast'],
  ] as const)('%s: %s', (text, expected) => {
    const yes = questions.filter((question) => ip(text)[question]());
    expect(yes).toEqual(expected === null ? [] : [expected]);
  });

  it('knows its family', () => {
    expect([ip('::1').isIpv4(), ip('::1').isIpv6(), ip('::1').family]).toEqual([false, true, 'IPv6']);
    expect([ip('1.1.1.1').isIpv4(), ip('1.1.1.1').isIpv6(), ip('1.1.1.1').family]).toEqual([
      true,
      false,
      'IPv4',
    ]);
  });

  it('gives the IPv4 address in a mapped one, and only there', () => {
    expect(String(ip('::ffff:192.0.2.1').toIpv4Mapped())).toBe('192.0.2.1');
    for (const text of ['192.0.2.1', '::192.0.2.1', '::1:ffff:192.0.2.1', '::fffe:1.2.3.4', '::1']) {
      expect(ip(text).toIpv4Mapped()).toBeNull();
    }
  });
});

describe('an IpAddr as a value', () => {
  it('equals the same address only', () => {
    expect(ip('::1').equals(ip('0:0:0:0:0:0:0:1'))).toBe(true);
    expect(ip('::1').equals(ip('::2'))).toBe(false);
    expect(ip('1.2.3.4').equals(ip('::ffff:1.2.3.4'))).toBe(false);
    expect(ip('1.2.3.4').equals('1.2.3.4' as never)).toBe(false);
    expect(ip('1.2.3.4').equals(null as never)).toBe(false);
  });

  it('is told apart by deep equality', () => {
    expect(isDeepStrictEqual(ip('::1'), ip('0:0:0:0:0:0:0:1'))).toBe(true);
    expect(isDeepStrictEqual(ip('::1'), ip('::2'))).toBe(false);
    expect(isDeepStrictEqual(ip('0.0.0.1'), ip('::1'))).toBe(false);
    expect(ip('1.2.3.4')).toEqual(ip('1.2.3.4'));
    expect(ip('1.2.3.4')).not.toEqual(ip('1.2.3.5'));
  });

  it('cannot be changed through what it gives or was given', () => {
    const octets = Buffer.from([1, 2, 3, 4]); // whose slice() is no copy
    const addr = IpAddr.fromOctets(octets);
    octets[0] = 9;
    addr.octets()[1] = 9;
    expect(String(addr)).toBe('1.2.3.4');
    expect(thrown(() => Object.assign(addr, { family: 'IPv6' }))).toBeInstanceOf(TypeError);
  });

  it('is text to JSON, templates and util.inspect', () => {
    expect(JSON.stringify({ ip: ip('::1') })).toBe('{"ip":"::1"}');
    expect(`${ip('::1')}`).toBe('::1');
    expect(inspect(ip('::1'))).toBe('IpAddr(::1)');
  });

  it('is made of 4 or 16 bytes, by its own functions only', () => {
    for (const length of [0, 3, 5, 15, 17]) expectOutOfRange(() => IpAddr.fromOctets(new Uint8Array(length)));
    expectInvalidType(() => IpAddr.fromOctets([1, 2, 3, 4] as never));
    const Constructor = IpAddr as unknown as new (...args: unknown[]) => IpAddr;
    expect(thrown(() => new Constructor('1.2.3.4'))).toMatchObject({ code: 'ERR_ILLEGAL_CONSTRUCTOR' });
    expect(thrown(() => IpAddr.prototype.octets.call({} as never))).toBeInstanceOf(TypeError);
  });
});
