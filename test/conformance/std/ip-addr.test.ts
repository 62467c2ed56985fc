// Ports of the tests in Rust's library/std/src/net/{ip_addr,parser}/tests.rs; same names. IpAddr is one class, so that a test
// about Ipv4Addr or Ipv6Addr uses the parser of that family. Integers, ordering, constants and const contexts have no counterpart.
import { expect, test } from 'vitest';
import { IpAddr, SocketAddr } from '../../../lib/index.js';
import { errorOf } from '../../support/errors.js';

const segments = (text: string): number[] => {
  const octets = IpAddr.parseIpv6(text).octets();
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  return Array.from({ length: 8 }, (_, i) => view.getUint16(2 * i));
};
const octets = (text: string): number[] => [...IpAddr.parse(text).octets()];
const octetsOfV4 = (text: string): number[] => [...IpAddr.parseIpv4(text).octets()];

function refused(parse: (text: string) => unknown, ...inputs: string[]): void {
  for (const input of inputs) expect(errorOf(() => parse(input)).kind, input).toBe('InvalidInput');
}

test('test_from_str_ipv4', () => {
  expect(octetsOfV4('127.0.0.1')).toEqual([127, 0, 0, 1]);
  expect(octetsOfV4('255.255.255.255')).toEqual([255, 255, 255, 255]);
  expect(octetsOfV4('0.0.0.0')).toEqual([0, 0, 0, 0]);
  refused(
    IpAddr.parseIpv4,
    '256.0.0.1', // out of range
    '255.0.0', // too short
    '255.0.0.1.2', // too long
    '255.0..1', // no number between dots
    '255.0.0.01', // octal
    '255.0.0.00',
    '255.0.00.0',
  );
});

test('test_from_str_ipv6', () => {
  expect(segments('0:0:0:0:0:0:0:0')).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(segments('0:0:0:0:0:0:0:1')).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  expect(segments('::1')).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  expect(segments('::')).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(segments('2a02:6b8::11:11')).toEqual([0x2a02, 0x6b8, 0, 0, 0, 0, 0x11, 0x11]);
  refused(
    IpAddr.parseIpv6,
    '::00000', // too long a group
    '1:2:3:4:5:6:7', // too short
    '1:2:3:4:5:6:7:8:9', // too long
    '1:2:::6:7:8', // triple colon
    '1:2::6::8', // two double colons
    '1:2:3:4::5:6:7:8', // '::' for no group at all
  );
});

test('test_from_str_ipv4_in_ipv6', () => {
  expect(segments('::192.0.2.33')).toEqual([0, 0, 0, 0, 0, 0, 49152, 545]);
  expect(segments('::FFFF:192.0.2.33')).toEqual([0, 0, 0, 0, 0, 0xffff, 49152, 545]);
  expect(segments('64:ff9b::192.0.2.33')).toEqual([0x64, 0xff9b, 0, 0, 0, 0, 49152, 545]);
  expect(segments('2001:db8:122:c000:2:2100:192.0.2.33')).toEqual([
    0x2001, 0xdb8, 0x122, 0xc000, 0x2, 0x2100, 49152, 545,
  ]);
  refused(
    IpAddr.parseIpv6,
    '::127.0.0.1:', // colon after v4
    '1:2:3:4:5:127.0.0.1', // not enough groups
    '1:2:3:4:5:6:7:127.0.0.1', // too many groups
  );
});

test('test_from_str_socket_addr', () => {
  const parts = (text: string): [string, number] => {
    const addr = SocketAddr.parse(text);
    return [addr.address, addr.port];
  };
  expect(parts('77.88.21.11:80')).toEqual(['77.88.21.11', 80]);
  expect(parts('[2a02:6b8:0:1::1]:53')).toEqual(['2a02:6b8:0:1::1', 53]);
  expect(parts('[::127.0.0.1]:22')).toEqual(['::7f00:1', 22]);
  refused(SocketAddr.parse, '127.0.0.1', '127.0.0.1:', '[127.0.0.1]:22', '127.0.0.1:123456');
});

const IPV4 = ['192.168.0.1'];
const IPV6 = ['2001:db8:0:0:0:0:c0a8:1', '2001:db8::c0a8:1', '2001:db8::192.168.0.1'];
const SOCKETS = ['192.168.0.1:8080', '[2001:db8::c0a8:1]:8080'];

test('parse_ipv4', () => {
  expect(IPV4.map(octetsOfV4)).toEqual([[192, 168, 0, 1]]);
  refused(IpAddr.parseIpv4, ...IPV6, ...SOCKETS);
});

test('parse_ipv6', () => {
  for (const text of IPV6) expect(segments(text), text).toEqual([0x2001, 0xdb8, 0, 0, 0, 0, 0xc0a8, 1]);
  refused(IpAddr.parseIpv6, ...IPV4, ...SOCKETS);
});

test('parse_ip', () => {
  expect(IPV4.map(octets)).toEqual([[192, 168, 0, 1]]);
  for (const text of IPV6) expect(octets(text), text).toEqual([...IpAddr.parseIpv6(text).octets()]);
  refused(IpAddr.parse, ...SOCKETS);
});

test('parse_socket_v4', () => {
  expect(String(SocketAddr.parseIpv4('192.168.0.1:8080'))).toBe('192.168.0.1:8080');
  refused(SocketAddr.parseIpv4, ...IPV4, ...IPV6, '[2001:db8::c0a8:1]:8080');
});

test('parse_socket_v6', () => {
  expect(String(SocketAddr.parseIpv6('[2001:db8::c0a8:1]:8080'))).toBe('[2001:db8::c0a8:1]:8080');
  expect(SocketAddr.parseIpv6('[2001:db8::c0a8:1%1337]:8080').scopeId).toBe(1337);
  refused(SocketAddr.parseIpv6, ...IPV4, ...IPV6, '192.168.0.1:8080');
});

test('parse_socket', () => {
  expect(SOCKETS.map((text) => String(SocketAddr.parse(text)))).toEqual(SOCKETS);
  const scoped = SocketAddr.parse('[2001:db8::c0a8:1%1337]:8080');
  expect([scoped.address, scoped.port, scoped.scopeId]).toEqual(['2001:db8::c0a8:1', 8080, 1337]);
  refused(SocketAddr.parse, ...IPV4, ...IPV6);
});

test('ipv6_corner_cases', () => {
  expect(segments('1::')).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  expect(segments('1:1::')).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
  expect(segments('::1:1')).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
  expect(segments('::192.168.0.1')).toEqual([0, 0, 0, 0, 0, 0, 0xc0a8, 1]);
  expect(segments('::1:192.168.0.1')).toEqual([0, 0, 0, 0, 0, 1, 0xc0a8, 1]);
  expect(segments('1:1:1:1:1:1:192.168.0.1')).toEqual([1, 1, 1, 1, 1, 1, 0xc0a8, 1]);
});

test('ipv6_corner_failures', () => {
  refused(IpAddr.parseIpv6, '1:192.168.0.1::', '1:1:1:1::1:1:1:1');
  refused(SocketAddr.parse, '1:1:1:1:1:1:1:1:8080');
});

test('ipv4_addr_to_string', () => {
  for (const text of ['127.0.0.1', '1.1.1.1', '127.127.127.127'])
    expect(String(IpAddr.parse(text))).toBe(text);
});

test('ipv6_addr_to_string', () => {
  const shown: Array<[input: string, display: string]> = [
    ['0:0:0:0:0:ffff:c000:280', '::ffff:192.0.2.128'], // IPv4-mapped
    ['0:0:0:0:0:0:c000:280', '::c000:280'], // IPv4-compatible: nothing special
    ['8:9:a:b:c:d:e:f', '8:9:a:b:c:d:e:f'], // no zero segments
    ['1111:2222:3333:4444:5555:6666:7777:8888', '1111:2222:3333:4444:5555:6666:7777:8888'], // the longest
    ['ae:0:0:0:0:ffff:102:304', 'ae::ffff:102:304'], // one run of zeros
    ['1:2:3:4:5:6:0:8', '1:2:3:4:5:6:0:8'], // a single zero stays
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:0:0:0:0:0:0', '1::'], // ends in zeros
    ['1:0:0:4:0:0:0:8', '1:0:0:4::8'], // the second run is longer
    ['1:0:0:4:5:0:0:8', '1::4:5:0:0:8'], // equal runs: the first
  ];
  for (const [input, display] of shown) expect(String(IpAddr.parse(input))).toBe(display);
});

test('ipv6_to_ipv4_mapped', () => {
  expect(String(IpAddr.parse('::ffff:1234:5678').toIpv4Mapped())).toBe('18.52.86.120');
  expect(IpAddr.parse('::1234:5678').toIpv4Mapped()).toBeNull();
  expect(IpAddr.parse('0:0:1::1234:5678').toIpv4Mapped()).toBeNull();
});

test('ipv4_from_octets', () => {
  expect(String(IpAddr.fromOctets(Uint8Array.of(127, 0, 0, 1)))).toBe('127.0.0.1');
});

test('ipv6_from_octets', () => {
  const octets = [
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
  ];
  const ip = IpAddr.fromOctets(Uint8Array.from(octets));
  expect(String(ip)).toBe('11:2233:4455:6677:8899:aabb:ccdd:eeff');
  expect([...ip.octets()]).toEqual(octets);
});

test('cmp', () => {
  const all = ['100.64.3.3', '192.0.2.2', '2001:db8:f00::1002', '2001:db8:f00::2001'];
  for (const a of all) {
    for (const b of all) expect(IpAddr.parse(a).equals(IpAddr.parse(b)), `${a} and ${b}`).toBe(a === b);
  }
});

test('is_v4', () => {
  const ip = IpAddr.parse('100.64.3.3');
  expect([ip.isIpv4(), ip.isIpv6()]).toEqual([true, false]);
});

test('is_v6', () => {
  // Also an IPv4-mapped one.
  const ip = IpAddr.parse('::ffff:18.52.86.120');
  expect([ip.isIpv4(), ip.isIpv6()]).toEqual([false, true]);
});
