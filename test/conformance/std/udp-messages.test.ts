// Ports of the tests in Rust's library/std/src/net/udp/tests.rs about sending and receiving; same names.
import { afterAll, afterEach, expect, test } from 'vitest';
import { UdpSocket } from '../../../lib/index.js';
import { Channel } from '../../support/channel.mjs';
import { eachIp } from '../../support/each-ip.js';
import { ErrorKind, errorOf, kindOf } from '../../support/errors.js';
import { endAllThreads, endThreads, spawn } from '../../support/thread.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();
afterEach(endThreads);
afterAll(endAllThreads);

type Std = typeof import('../../../lib/index.js');

/** A socket moved to the thread sends one byte when told to. */
const sendByte = ({ UdpSocket }: Std, fd: number, to: string, byte: number, go: Channel): void => {
  const socket = UdpSocket.fromRawFd(fd);
  go.recv();
  socket.sendTo(Uint8Array.of(byte), to);
  socket.close();
};

const HELLO = 'hello world';

test('bind_error', () => {
  expect(kindOf(() => UdpSocket.bind('1.1.1.1:9999'))).toBe(ErrorKind.AddrNotAvailable);
});

// bind_udp_socket_bad of socket_addr/tests.rs: the junk must not parse into some address that can be bound.
test('bind_udp_socket_bad', () => {
  errorOf(() => UdpSocket.bind('1200::AB00:1234::2552:7777:1313:34300'));
});

eachIp('socket_smoke_test_ip4', (host) => {
  using server = UdpSocket.bind([host, 0]);
  const client = UdpSocket.bind([host, 0]);
  const clientAddr = client.localAddr();
  const go = new Channel();
  const sender = spawn(sendByte, client.intoRawFd(), server.localAddr().toString(), 99, go);
  go.send();
  const buf = new Uint8Array(1);
  const [n, from] = server.recvFrom(buf);
  expect(n).toBe(1);
  expect(buf[0]).toBe(99);
  expect(from.equals(clientAddr)).toBe(true);
  sender.join();
});

eachIp('socket_and_peer_name', (host) => {
  using sock1 = UdpSocket.bind([host, 0]);
  using sock2 = UdpSocket.bind([host, 0]);
  expect(kindOf(() => sock1.peerAddr())).toBe(ErrorKind.NotConnected);
  expect(sock1.localAddr().address).toBe(host);
  sock1.connect(sock2.localAddr());
  sock2.connect(sock1.localAddr());
  expect(sock1.peerAddr().equals(sock2.localAddr())).toBe(true);
  expect(sock2.peerAddr().equals(sock1.localAddr())).toBe(true);
});

eachIp('udp_clone_smoke', (host) => {
  using sock1 = UdpSocket.bind([host, 0]);
  const sock2 = UdpSocket.bind([host, 0]);
  const addr1 = sock1.localAddr().toString();
  const addr2 = sock2.localAddr().toString();
  const answerer = spawn(({ UdpSocket }, fd) => {
    const socket = UdpSocket.fromRawFd(fd);
    const buf = new Uint8Array(2);
    const [n, from] = socket.recvFrom(buf);
    socket.sendTo(Uint8Array.of(2), from);
    socket.close();
    return [n, buf[0], from.toString()];
  }, sock2.intoRawFd());
  const go = new Channel();
  const sender = spawn(sendByte, sock1.tryClone().intoRawFd(), addr2, 1, go);
  go.send();
  const buf = new Uint8Array(2);
  const [n, from] = sock1.recvFrom(buf);
  expect(n).toBe(1);
  expect(buf[0]).toBe(2);
  expect(from.toString()).toBe(addr2);
  sender.join();
  expect(answerer.join()).toEqual([1, 1, addr1]);
});

eachIp('udp_clone_two_read', (host) => {
  using sock1 = UdpSocket.bind([host, 0]);
  const sock2 = UdpSocket.bind([host, 0]);
  const taken = new Channel();
  const sender = spawn(
    ({ UdpSocket }, fd, to, taken) => {
      const socket = UdpSocket.fromRawFd(fd);
      socket.sendTo(Uint8Array.of(1), to);
      taken.recv();
      socket.sendTo(Uint8Array.of(2), to);
      taken.recv();
      socket.close();
    },
    sock2.intoRawFd(),
    sock1.localAddr().toString(),
    taken,
  );
  const reader = spawn(
    ({ UdpSocket }, fd, taken) => {
      const socket = UdpSocket.fromRawFd(fd);
      const buf = new Uint8Array(2);
      socket.recvFrom(buf);
      socket.close();
      taken.send();
      return buf[0];
    },
    sock1.tryClone().intoRawFd(),
    taken,
  );
  const buf = new Uint8Array(2);
  sock1.recvFrom(buf);
  taken.send();
  expect([buf[0], reader.join()].sort()).toEqual([1, 2]);
  sender.join();
});

eachIp('udp_clone_two_write', (host) => {
  using sock1 = UdpSocket.bind([host, 0]);
  using sock2 = UdpSocket.bind([host, 0]);
  const go = new Channel();
  const sender = spawn(sendByte, sock1.tryClone().intoRawFd(), sock2.localAddr().toString(), 1, go);
  go.send();
  sock1.sendTo(Uint8Array.of(2), sock2.localAddr());
  sender.join();
  const seen = [0, 1].map(() => {
    const buf = new Uint8Array(2);
    sock2.recvFrom(buf);
    return buf[0];
  });
  expect(seen.sort()).toEqual([1, 2]);
});

eachIp('connect_send_recv', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  socket.connect(socket.localAddr());
  socket.send(HELLO);
  const buf = Buffer.alloc(11);
  expect(socket.recv(buf)).toBe(11);
  expect(buf.toString()).toBe(HELLO);
});

eachIp('connect_send_peek_recv', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  socket.connect(socket.localAddr());
  socket.send(HELLO);
  for (let i = 1; i < 3; i++) {
    const buf = Buffer.alloc(11);
    expect(socket.peek(buf)).toBe(11);
    expect(buf.toString()).toBe(HELLO);
  }
  const buf = Buffer.alloc(11);
  expect(socket.recv(buf)).toBe(11);
  expect(buf.toString()).toBe(HELLO);
});

eachIp('peek_from', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  const addr = socket.localAddr();
  socket.sendTo(HELLO, addr);
  for (let i = 1; i < 3; i++) {
    const buf = Buffer.alloc(11);
    const [n, from] = socket.peekFrom(buf);
    expect(n).toBe(11);
    expect(from.equals(addr)).toBe(true);
    expect(buf.toString()).toBe(HELLO);
  }
  const buf = Buffer.alloc(11);
  expect(socket.recvFrom(buf)[0]).toBe(11);
  expect(buf.toString()).toBe(HELLO);
});

// Rust's test has 2 GiB to send; what no datagram can hold is enough to show that nothing is cut.
eachIp('send_datagram_larger_than_c_int_max', (host) => {
  using socket = UdpSocket.bind([host, 0]);
  const data = new Uint8Array(65_536);
  const addr = socket.localAddr();
  expect(errorOf(() => socket.sendTo(data, addr)).code).toBe('EMSGSIZE');
  socket.connect(addr);
  expect(errorOf(() => socket.send(data)).code).toBe('EMSGSIZE');
});
