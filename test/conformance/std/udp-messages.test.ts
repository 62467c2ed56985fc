// Ports of the tests in Rust's library/std/src/net/udp/tests.rs about sending and receiving; same names.
import { afterAll, afterEach, expect } from 'vitest';
import type { UdpSocket } from '../../../lib/async/index.js';
import { Channel } from '../../support/channel.mjs';
import { ErrorKind, errorSoon, kindOf, kindSoon } from '../../support/errors.js';
import { endAllThreads, endThreads, spawn } from '../../support/thread.js';
import { useWatchdog } from '../../support/watchdog.js';
import { eachApi, eachApiAndIp } from '../each-api.js';

useWatchdog();
afterEach(endThreads);
afterAll(endAllThreads);

/** Sends one byte when told to. */
const sendByte = async (
  _: unknown,
  socket: UdpSocket,
  to: string,
  byte: number,
  go: Channel,
): Promise<void> => {
  await go.receive();
  await socket.sendTo(Uint8Array.of(byte), to);
  socket.close();
};

const HELLO = 'hello world';

eachApi('bind_error', async ({ UdpSocket }) => {
  expect(await kindSoon(() => UdpSocket.bind('1.1.1.1:9999'))).toBe(ErrorKind.AddrNotAvailable);
});

// bind_udp_socket_bad of socket_addr/tests.rs: the junk must not parse into some address that can be bound.
eachApi('bind_udp_socket_bad', async ({ UdpSocket }) => {
  await errorSoon(() => UdpSocket.bind('1200::AB00:1234::2552:7777:1313:34300'));
});

eachApiAndIp('socket_smoke_test_ip4', async ({ UdpSocket }, host) => {
  using server = await UdpSocket.bind([host, 0]);
  const client = await UdpSocket.bind([host, 0]);
  const clientAddr = client.localAddr();
  const go = new Channel();
  const sender = spawn(sendByte, client, server.localAddr().toString(), 99, go);
  go.send();
  const buf = new Uint8Array(1);
  const [n, from] = await server.recvFrom(buf);
  expect(n).toBe(1);
  expect(buf[0]).toBe(99);
  expect(from.equals(clientAddr)).toBe(true);
  await sender.joined();
});

eachApiAndIp('socket_and_peer_name', async ({ UdpSocket }, host) => {
  using sock1 = await UdpSocket.bind([host, 0]);
  using sock2 = await UdpSocket.bind([host, 0]);
  expect(kindOf(() => sock1.peerAddr())).toBe(ErrorKind.NotConnected);
  expect(sock1.localAddr().address).toBe(host);
  await sock1.connect(sock2.localAddr());
  await sock2.connect(sock1.localAddr());
  expect(sock1.peerAddr().equals(sock2.localAddr())).toBe(true);
  expect(sock2.peerAddr().equals(sock1.localAddr())).toBe(true);
});

eachApiAndIp('udp_clone_smoke', async ({ UdpSocket, beside }, host) => {
  using sock1 = await UdpSocket.bind([host, 0]);
  const sock2 = await UdpSocket.bind([host, 0]);
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
  const sender = beside(sendByte, sock1.tryClone(), addr2, 1, go);
  go.send();
  const buf = new Uint8Array(2);
  const [n, from] = await sock1.recvFrom(buf);
  expect(n).toBe(1);
  expect(buf[0]).toBe(2);
  expect(from.toString()).toBe(addr2);
  await sender.joined();
  expect(await answerer.joined()).toEqual([1, 1, addr1]);
});

eachApiAndIp('udp_clone_two_read', async ({ UdpSocket, beside }, host) => {
  using sock1 = await UdpSocket.bind([host, 0]);
  const sock2 = await UdpSocket.bind([host, 0]);
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
  const reader = beside(
    async (_, socket, taken) => {
      const buf = new Uint8Array(2);
      await socket.recvFrom(buf);
      socket.close();
      taken.send();
      return buf[0];
    },
    sock1.tryClone(),
    taken,
  );
  const buf = new Uint8Array(2);
  await sock1.recvFrom(buf);
  taken.send();
  expect([buf[0], await reader.joined()].sort()).toEqual([1, 2]);
  await sender.joined();
});

eachApiAndIp('udp_clone_two_write', async ({ UdpSocket, beside }, host) => {
  using sock1 = await UdpSocket.bind([host, 0]);
  using sock2 = await UdpSocket.bind([host, 0]);
  const go = new Channel();
  const sender = beside(sendByte, sock1.tryClone(), sock2.localAddr().toString(), 1, go);
  go.send();
  await sock1.sendTo(Uint8Array.of(2), sock2.localAddr());
  await sender.joined();
  const seen: number[] = [];
  for (const buf of [new Uint8Array(2), new Uint8Array(2)]) {
    await sock2.recvFrom(buf);
    seen.push(buf[0] as number);
  }
  expect(seen.sort()).toEqual([1, 2]);
});

eachApiAndIp('connect_send_recv', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  await socket.connect(socket.localAddr());
  await socket.send(HELLO);
  const buf = Buffer.alloc(11);
  expect(await socket.recv(buf)).toBe(11);
  expect(buf.toString()).toBe(HELLO);
});

eachApiAndIp('connect_send_peek_recv', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  await socket.connect(socket.localAddr());
  await socket.send(HELLO);
  for (let i = 1; i < 3; i++) {
    const buf = Buffer.alloc(11);
    expect(await socket.peek(buf)).toBe(11);
    expect(buf.toString()).toBe(HELLO);
  }
  const buf = Buffer.alloc(11);
  expect(await socket.recv(buf)).toBe(11);
  expect(buf.toString()).toBe(HELLO);
});

eachApiAndIp('peek_from', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  const addr = socket.localAddr();
  await socket.sendTo(HELLO, addr);
  for (let i = 1; i < 3; i++) {
    const buf = Buffer.alloc(11);
    const [n, from] = await socket.peekFrom(buf);
    expect(n).toBe(11);
    expect(from.equals(addr)).toBe(true);
    expect(buf.toString()).toBe(HELLO);
  }
  const buf = Buffer.alloc(11);
  expect((await socket.recvFrom(buf))[0]).toBe(11);
  expect(buf.toString()).toBe(HELLO);
});

// Rust's test has 2 GiB to send; what no datagram can hold is enough to show that nothing is cut.
eachApiAndIp('send_datagram_larger_than_c_int_max', async ({ UdpSocket }, host) => {
  using socket = await UdpSocket.bind([host, 0]);
  const data = new Uint8Array(65_536);
  const addr = socket.localAddr();
  expect((await errorSoon(() => socket.sendTo(data, addr))).code).toBe('EMSGSIZE');
  await socket.connect(addr);
  expect((await errorSoon(() => socket.send(data))).code).toBe('EMSGSIZE');
});
