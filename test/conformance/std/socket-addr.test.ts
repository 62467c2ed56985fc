// Ports of the tests in Rust's library/std/src/net/socket_addr/tests.rs; same names. Padding and precision in format strings,
// setters and ordering have no counterpart: an address here is an immutable value.
import { expect, test } from 'vitest';
import { IpAddr, SocketAddr, type ToSocketAddrs } from '../../../lib/index.js';
import { type Api, eachApi } from '../each-api.js';

const texts = async ({ toSocketAddrs }: Api, addr: ToSocketAddrs): Promise<string[]> =>
  (await toSocketAddrs(addr)).map(String);

eachApi('to_socket_addr_socketaddr', async (api) => {
  expect(await texts(api, new SocketAddr('77.88.21.11', 12345))).toEqual(['77.88.21.11:12345']);
});

eachApi('to_socket_addr_ipaddr_u16', async (api) => {
  expect(await texts(api, [IpAddr.parse('77.88.21.11'), 12345])).toEqual(['77.88.21.11:12345']);
});

eachApi('to_socket_addr_str_u16', async (api) => {
  expect(await texts(api, ['77.88.21.11', 24352])).toEqual(['77.88.21.11:24352']);
  expect(await texts(api, ['2a02:6b8:0:1::1', 53])).toEqual(['[2a02:6b8:0:1::1]:53']);
  expect(await texts(api, ['localhost', 23924])).toContain('127.0.0.1:23924');
});

eachApi('to_socket_addr_str', async (api) => {
  expect(await texts(api, '77.88.21.11:24352')).toEqual(['77.88.21.11:24352']);
  expect(await texts(api, '[2a02:6b8:0:1::1]:53')).toEqual(['[2a02:6b8:0:1::1]:53']);
  expect(await texts(api, 'localhost:23924')).toContain('127.0.0.1:23924');
});

eachApi('to_socket_addr_string', async (api) => {
  const text = ['77.88.21.11', '24352'].join(':');
  expect(await texts(api, text)).toEqual([text]);
});

test('ipv4_socket_addr_to_string', () => {
  expect(String(new SocketAddr('0.0.0.0', 0))).toBe('0.0.0.0:0');
  expect(String(new SocketAddr('255.255.255.255', 65_535))).toBe('255.255.255.255:65535');
});

test('ipv6_socket_addr_to_string', () => {
  // An IPv4-mapped address shows its IPv4 part, an IPv4-compatible one does not.
  expect(String(new SocketAddr('::ffff:c000:280', 8080))).toBe('[::ffff:192.0.2.128]:8080');
  expect(String(new SocketAddr('::c000:280', 8080))).toBe('[::c000:280]:8080');
  expect(String(new SocketAddr('8:9:a:b:c:d:e:f', 80))).toBe('[8:9:a:b:c:d:e:f]:80');
  expect(String(new SocketAddr('::', 0))).toBe('[::]:0');
  const longest = new SocketAddr('1111:2222:3333:4444:5555:6666:7777:8888', 65_535, {
    flowinfo: 0xffffffff,
    scopeId: 0xffffffff,
  });
  expect(String(longest)).toBe('[1111:2222:3333:4444:5555:6666:7777:8888%4294967295]:65535');
});

// Rust's setters: here a new value from the parts of the old one.
test('set_ip', () => {
  const v4 = new SocketAddr('77.88.21.11', 80);
  const v6 = new SocketAddr(IpAddr.parse('2a02:6b8:0:1::1'), v4.port);
  expect(String(v6.ip)).toBe('2a02:6b8:0:1::1');
  expect(String(new SocketAddr(v4.ip, v6.port))).toBe('77.88.21.11:80');
});

test('set_port', () => {
  const v6 = new SocketAddr('2a02:6b8:0:1::1', 80, { scopeId: 3 });
  const other = new SocketAddr(v6.ip, 443, v6);
  expect([other.port, other.scopeId]).toEqual([443, 3]);
});

test('set_flowinfo', () => {
  expect(new SocketAddr('2a02:6b8:0:1::1', 80, { flowinfo: 10 }).flowinfo).toBe(10);
});

test('set_scope_id', () => {
  expect(new SocketAddr('2a02:6b8:0:1::1', 80, { scopeId: 10 }).scopeId).toBe(10);
});

test('is_v4', () => {
  const addr = new SocketAddr('77.88.21.11', 80);
  expect([addr.family, addr.ip.isIpv4(), addr.ip.isIpv6()]).toEqual(['IPv4', true, false]);
});

test('is_v6', () => {
  const addr = new SocketAddr('2a02:6b8:0:1::1', 80, { flowinfo: 10 });
  expect([addr.family, addr.ip.isIpv4(), addr.ip.isIpv6()]).toEqual(['IPv6', false, true]);
});

test('socket_v4_to_str', () => {
  const addr = new SocketAddr('192.168.0.1', 8080);
  expect(`${addr}`).toBe('192.168.0.1:8080');
  expect(JSON.stringify(addr)).toBe('"192.168.0.1:8080"');
});

test('socket_v6_to_str', () => {
  expect(`${new SocketAddr('2a02:6b8:0:1::1', 53)}`).toBe('[2a02:6b8:0:1::1]:53');
  expect(`${new SocketAddr('2a02:6b8:0:1::1', 53, { scopeId: 5 })}`).toBe('[2a02:6b8:0:1::1%5]:53');
});

test('compare', () => {
  const all = [
    '224.120.45.1:23456',
    '224.210.103.5:12345',
    '224.210.103.5:23456',
    '[2001:db8:f00::1002]:23456',
    '[2001:db8:f00::2001]:12345',
    '[2001:db8:f00::2001]:23456',
  ];
  for (const a of all) {
    for (const b of all) {
      expect(SocketAddr.parse(a).equals(SocketAddr.parse(b)), `${a} and ${b}`).toBe(a === b);
    }
  }
});
