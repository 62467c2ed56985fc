// Ports of ip_properties, ipv4_properties and ipv6_properties in Rust's library/std/src/net/ip_addr/tests.rs. What is unstable
// in Rust (global, shared, reserved, benchmarking, scopes) is not in the contract; the addresses of those cases stay, as ones
// with no property at all.
import { expect, test } from 'vitest';
import { IpAddr } from '../../../lib/index.js';

const PROPERTIES = [
  'isUnspecified',
  'isLoopback',
  'isMulticast',
  'isLinkLocal',
  'isPrivate',
  'isBroadcast',
  'isDocumentation',
] as const;
type Property = (typeof PROPERTIES)[number];

function check(text: string, ...properties: Property[]): void {
  const ip = IpAddr.parse(text);
  expect(
    PROPERTIES.filter((property) => ip[property]()),
    text,
  ).toEqual(PROPERTIES.filter((property) => properties.includes(property)));
}

test('ipv4_properties', () => {
  check('0.0.0.0', 'isUnspecified');
  check('0.0.0.1');
  check('0.1.0.0');
  check('127.1.2.3', 'isLoopback');
  check('126.255.255.255');
  check('128.0.0.0');

  check('10.9.8.7', 'isPrivate');
  check('9.255.255.255');
  check('11.0.0.0');
  check('172.15.255.255');
  check('172.16.0.0', 'isPrivate');
  check('172.31.254.253', 'isPrivate');
  check('172.32.0.0');
  check('192.167.255.255');
  check('192.168.254.253', 'isPrivate');
  check('192.169.0.0');

  check('169.254.253.242', 'isLinkLocal');
  check('169.253.255.255');
  check('169.255.0.0');

  check('192.0.2.183', 'isDocumentation');
  check('192.1.2.183');
  check('198.51.100.0', 'isDocumentation');
  check('198.51.101.0');
  check('203.0.113.0', 'isDocumentation');
  check('203.2.113.0');

  check('223.255.255.255');
  check('224.0.0.0', 'isMulticast');
  check('239.255.255.255', 'isMulticast');
  check('240.0.0.0');
  check('255.255.255.254');
  check('255.255.255.255', 'isBroadcast');

  // Benchmarking, protocol assignments, reserved, shared: nothing that is stable.
  for (const text of [
    '198.18.0.0',
    '198.18.54.2',
    '198.19.255.255',
    '192.0.0.0',
    '192.0.0.255',
    '192.0.0.100',
  ]) {
    check(text);
  }
  for (const text of ['251.54.1.76', '254.255.255.255', '100.64.0.0', '100.127.255.255', '100.100.100.0']) {
    check(text);
  }
});

test('ipv6_properties', () => {
  check('::', 'isUnspecified');
  check('::1', 'isLoopback');
  check('::0.0.0.2');
  check('1::');
  // Only the mapped IPv4 address is a loopback or multicast address, not the IPv6 one.
  check('::ffff:127.0.0.1');
  check('::ffff:224.0.0.1');
  for (const text of [
    '64:ff9b:1::',
    '100::',
    '2001::',
    '2001:1::1',
    '2001:3::',
    '2001:4:112::',
    '2001:20::',
  ]) {
    check(text);
  }
  check('2001:200::');
  check('2001:2::ac32:23ff:21');
  check('102:304:506:708:90a:b0c:d0e:f10');
  check('2001:db8:85a3::8a2e:370:7334', 'isDocumentation');
  check('2001:db9::');

  for (const text of [
    'fe80::',
    'fe80:ffff::',
    'febf::',
    'febf:ffff::',
    'fe80::ffff:ffff:ffff:ffff',
    'fe80:0:0:1::',
  ]) {
    check(text, 'isLinkLocal');
  }
  check('febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'isLinkLocal');
  check('fec0::');

  for (const scope of ['1', '2', '3', '4', '5', '8', 'e']) check(`ff0${scope}::`, 'isMulticast');
});

test('ip_properties', () => {
  // octets() and Display of what ipv6_properties parses.
  expect([...IpAddr.parse('2001:db8:85a3::8a2e:370:7334').octets()]).toEqual([
    0x20, 1, 0xd, 0xb8, 0x85, 0xa3, 0, 0, 0, 0, 0x8a, 0x2e, 3, 0x70, 0x73, 0x34,
  ]);
  for (const text of ['::ffff:127.0.0.1', '64:ff9b:1::', 'fe80:0:0:1::', 'ff0e::', '2001:2::ac32:23ff:21']) {
    expect(String(IpAddr.parse(text))).toBe(text);
  }
  // An immutable value: the octets given out are a copy.
  const ip = IpAddr.parse('127.0.0.1');
  ip.octets().fill(0);
  expect(String(ip)).toBe('127.0.0.1');
});
