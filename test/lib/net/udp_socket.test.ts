import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { IpAddr, SocketAddr, UdpSocket } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { eachIp } from '../../support/each-ip.js';
import { endPeers, nodePeer } from '../../support/node-peer.js';
import { datagramSocket } from '../../support/pair.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();
afterEach(endPeers);

/** A node:dgram socket that sends each datagram back to where it came from. */
const echo = (host: string) =>
  nodePeer(({ dgram, ready }, on) => {
    const socket = dgram.createSocket(on.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', (message, from) => socket.send(message, from.port, from.address));
    socket.bind(0, on, () => ready(socket.address()));
  }, host);

eachIp('talks to node:dgram', async (host) => {
  const peer = await echo(host);
  using socket = datagramSocket(host);
  const buf = Buffer.alloc(100);

  expect(socket.sendTo('grüße', peer.ready)).toBe(7);
  const [n, from] = socket.recvFrom(buf);
  expect(buf.toString('utf8', 0, n)).toBe('grüße');
  expect(from).toMatchObject({ address: host, port: peer.ready.port });

  socket.connect(peer.ready);
  expect(socket.peerAddr().equals(from)).toBe(true);
  expect(socket.send(Buffer.from('abc'))).toBe(3);
  expect([socket.recv(buf), buf.toString('latin1', 0, 3)]).toEqual([3, 'abc']);
});

describe('a datagram', () => {
  it('of no bytes is one', () => {
    using socket = datagramSocket();
    const self = socket.localAddr();
    expect(socket.sendTo('', self)).toBe(0);
    const [n, from] = socket.recvFrom(Buffer.alloc(10));
    expect([n, from.equals(self)]).toEqual([0, true]);
  });

  it('is cut to the buffer, and the rest is gone', () => {
    using socket = datagramSocket();
    const self = socket.localAddr();
    const buf = Buffer.alloc(2);
    socket.sendTo('abcdef', self);
    socket.sendTo('gh', self);
    expect([socket.recvFrom(buf)[0], String(buf)]).toEqual([2, 'ab']);
    expect([socket.recv(buf), String(buf)]).toEqual([2, 'gh']);
  });

  it('is taken and dropped by an empty buffer', () => {
    using socket = datagramSocket();
    const self = socket.localAddr();
    socket.sendTo('dropped', self);
    socket.sendTo('also', self);
    socket.sendTo('x', self);
    expect(socket.recv(new Uint8Array(0))).toBe(0);
    expect(socket.recvFrom(new DataView(new ArrayBuffer(0)))[0]).toBe(0);
    expect(socket.recv(Buffer.alloc(10))).toBe(1);
  });

  it('stays when it is only looked at', () => {
    using socket = datagramSocket();
    const self = socket.localAddr();
    socket.sendTo('abc', self);
    const buf = Buffer.alloc(10);
    expect(socket.peek(buf)).toBe(3);
    const [n, from] = socket.peekFrom(buf);
    expect([n, from.equals(self)]).toEqual([3, true]);
    expect(socket.recv(buf)).toBe(3);
  });

  it('that is too long is refused', () => {
    using socket = datagramSocket();
    const error = { kind: 'Uncategorized', code: 'EMSGSIZE', syscall: 'sendto' };
    expectIoError(() => socket.sendTo(Buffer.alloc(65_536), socket.localAddr()), error);
  });

  it('goes to the first of several addresses', () => {
    using socket = datagramSocket();
    const self = socket.localAddr();
    expect(socket.sendTo('x', [self, new SocketAddr('127.0.0.1', 1)])).toBe(1);
    expect(socket.recvFrom(Buffer.alloc(1))[0]).toBe(1);
    const message = 'no addresses to send data to';
    expectIoError(() => socket.sendTo('x', []), { kind: 'InvalidInput', message });
  });
});

describe('many datagrams', () => {
  it('name the receiver that the first could not be sent to, and count those before a later one', () => {
    using socket = datagramSocket();
    const self = socket.localAddr();
    const other = SocketAddr.parse('[::1]:9'); // IPv6, from an IPv4 socket
    expectIoError(() => socket.sendMany([['x', other]]), {
      code: 'EAFNOSUPPORT',
      syscall: 'sendmmsg',
      address: '::1',
      port: 9,
    });
    expect(
      socket.sendMany([
        ['x', self],
        ['y', other],
        ['z', self],
      ]),
    ).toBe(1);
  });

  eachIp('are sent and received in one call', (host) => {
    using socket = datagramSocket(host);
    using other = datagramSocket(host);
    const to = socket.localAddr();
    expect(
      other.sendMany([
        ['one', to],
        [new Uint8Array(0), to],
        [new DataView(new ArrayBuffer(5)), to],
      ]),
    ).toBe(3);
    const bufs = [Buffer.alloc(2), Buffer.alloc(2), new DataView(new ArrayBuffer(8)), Buffer.alloc(2)];
    const received = socket.recvMany(bufs);
    expect(received.map(([n]) => n)).toEqual([2, 0, 5]);
    for (const [, from] of received) expect(from.equals(other.localAddr())).toBe(true);
    expect(String(bufs[0])).toBe('on');
  });

  it('are at most 1,024 a call, and none of none', () => {
    using socket = datagramSocket();
    const self = socket.localAddr();
    expect(socket.recvMany([])).toEqual([]);
    expect(socket.sendMany([])).toBe(0);
    const sent = socket.sendMany(Array.from({ length: 1100 }, () => ['', self] as [string, SocketAddr]));
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThanOrEqual(1024);
  });

  it('are waited for as one is', () => {
    using socket = datagramSocket();
    socket.setReadTimeout(20);
    expectIoError(() => socket.recvMany([Buffer.alloc(1)]), { kind: 'WouldBlock', syscall: 'recvmmsg' });
  });
});

describe('a connected socket', () => {
  it('hears on its next call, once, that nobody was there', () => {
    const gone = datagramSocket();
    const nobody = gone.localAddr();
    gone.close();
    using socket = datagramSocket();
    expectIoError(() => socket.send('x'), { kind: 'Uncategorized', code: 'EDESTADDRREQ' });
    expectIoError(() => socket.peerAddr(), {
      kind: 'NotConnected',
      code: 'ENOTCONN',
      syscall: 'getpeername',
    });
    socket.connect(nobody);
    socket.send('x');
    expectIoError(() => socket.recv(Buffer.alloc(1)), { kind: 'ConnectionRefused' });
    socket.setReadTimeout(20);
    expectIoError(() => socket.recv(Buffer.alloc(1)), { kind: 'WouldBlock' });
  });

  it('receives from its peer only', () => {
    using socket = datagramSocket();
    using peer = datagramSocket();
    using stranger = datagramSocket();
    socket.connect(peer.localAddr());
    stranger.sendTo('stranger', socket.localAddr());
    peer.sendTo('peer', socket.localAddr());
    const buf = Buffer.alloc(10);
    expect(buf.toString('latin1', 0, socket.recv(buf))).toBe('peer');
  });
});

describe('binding', () => {
  eachIp('to an address that is taken', (host) => {
    using socket = datagramSocket(host);
    const addr = socket.localAddr();
    const taken = { kind: 'AddrInUse', code: 'EADDRINUSE', syscall: 'bind', address: host, port: addr.port };
    expectIoError(() => UdpSocket.bind(addr), taken);
  });

  it('with reusePort shares it', () => {
    using socket = UdpSocket.bind('127.0.0.1:0', { reusePort: true });
    using second = UdpSocket.bind(socket.localAddr(), { reusePort: true });
    expect(second.localAddr().equals(socket.localAddr())).toBe(true);
  });

  it('with reuseAddr too', () => {
    using socket = UdpSocket.bind('127.0.0.1:0', { reuseAddr: true });
    using second = UdpSocket.bind(socket.localAddr(), { reuseAddr: true });
    expect(second.localAddr().equals(socket.localAddr())).toBe(true);
  });

  it('with ipv6Only leaves the port to IPv4', () => {
    using socket = UdpSocket.bind('[::1]:0', { ipv6Only: true });
    expect(socket.localAddr().family).toBe('IPv6');
  });
});

describe('groups', () => {
  it('of IPv4 are joined and left', () => {
    using socket = datagramSocket();
    const group = '239.255.13.37';
    socket.joinMulticastV4(group, IpAddr.parse('127.0.0.1'));
    expectIoError(() => socket.joinMulticastV4(group, '127.0.0.1'), { kind: 'AddrInUse' });
    socket.leaveMulticastV4(IpAddr.parse(group), '127.0.0.1');
    expectIoError(() => socket.leaveMulticastV4(group, '127.0.0.1'), { kind: 'AddrNotAvailable' });
    expectIoError(() => socket.joinMulticastV4('127.0.0.1', '127.0.0.1'), { kind: 'InvalidInput' });
  });

  it('of IPv6 are joined and left', () => {
    using socket = datagramSocket('::1');
    const group = 'ff01::1337';
    const loopback = Object.values(networkInterfaces())
      .flat()
      .find((info) => info?.address === '::1');
    // The index is not told for ::1; Linux and macOS number the loopback interface 1.
    const iface = loopback === undefined ? 0 : 1;
    socket.joinMulticastV6(group, iface);
    expectIoError(() => socket.joinMulticastV6(IpAddr.parse(group), iface), { kind: 'AddrInUse' });
    socket.leaveMulticastV6(group, iface);
    expectIoError(() => socket.leaveMulticastV6(group, iface), { kind: 'AddrNotAvailable' });
    expectIoError(() => socket.joinMulticastV6(group, 4_000_000_000), { code: 'ENODEV' });
  });

  it('are of one family', () => {
    using socket = datagramSocket();
    const v4 = { kind: 'InvalidInput', message: 'invalid IPv4 address syntax' };
    const v6 = { kind: 'InvalidInput', message: 'invalid IPv6 address syntax' };
    expectIoError(() => socket.joinMulticastV4('ff02::1', '127.0.0.1'), v4);
    expectIoError(() => socket.joinMulticastV4(IpAddr.parse('ff02::1'), '127.0.0.1'), v4);
    expectIoError(() => socket.leaveMulticastV4('224.0.0.1', '::1'), v4);
    expectIoError(() => socket.joinMulticastV6('224.0.0.1', 0), v6);
    expectIoError(() => socket.leaveMulticastV6(IpAddr.parse('224.0.0.1'), 0), v6);
  });
});

it('a clone is the same socket', () => {
  const socket = datagramSocket();
  using clone = socket.tryClone();
  socket.setTtl(33);
  expect(clone.ttl()).toBe(33);
  const addr = socket.localAddr();
  socket.close();
  clone.sendTo('still here', addr);
  expect(clone.recv(Buffer.alloc(100))).toBe(10);
});
