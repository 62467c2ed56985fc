// Ports of the tests in Rust's library/std/src/net/tcp/tests.rs about clones and shutdown; same names.
import { afterAll, afterEach, expect } from 'vitest';
import { Shutdown, TcpListener, TcpStream } from '../../../lib/index.js';
import { Channel } from '../../support/channel.mjs';
import { eachIp } from '../../support/each-ip.js';
import { errorOf } from '../../support/errors.js';
import { endAllThreads, endThreads, spawn } from '../../support/thread.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();
afterEach(endThreads);
afterAll(endAllThreads);

type Std = typeof import('../../../lib/index.js');

/** A stream moved to the thread: reads into two bytes, tells `done`, and gives back what came. */
const readOnce = ({ TcpStream }: Std, fd: number, done: Channel): number[] => {
  const stream = TcpStream.fromRawFd(fd);
  const buf = new Uint8Array(2);
  const n = stream.read(buf);
  stream.close();
  done.send();
  return [...buf.subarray(0, n)];
};

const connectAndClose = ({ TcpStream }: Std, addr: string): void => TcpStream.connect(addr).close();

eachIp('tcp_clone_smoke', (host) => {
  using acceptor = TcpListener.bind([host, 0]);
  const peer = spawn(({ TcpStream }, addr) => {
    const s = TcpStream.connect(addr);
    const buf = new Uint8Array(2);
    const n = s.read(buf);
    s.write(Uint8Array.of(2));
    s.close();
    return [n, buf[0]];
  }, acceptor.localAddr().toString());

  using s1 = acceptor.accept()[0];
  const go = new Channel();
  const writer = spawn(
    ({ TcpStream }, fd, go) => {
      const s2 = TcpStream.fromRawFd(fd);
      go.recv();
      s2.write(Uint8Array.of(1));
      s2.close();
    },
    s1.tryClone().intoRawFd(),
    go,
  );
  go.send();
  const buf = new Uint8Array(2);
  expect(s1.read(buf)).toBe(1);
  expect(buf[0]).toBe(2);
  writer.join();
  expect(peer.join()).toEqual([1, 1]);
});

eachIp('tcp_clone_two_read', (host) => {
  using acceptor = TcpListener.bind([host, 0]);
  const taken = new Channel();
  const peer = spawn(
    ({ TcpStream }, addr, taken) => {
      const s = TcpStream.connect(addr);
      s.write(Uint8Array.of(1));
      taken.recv();
      s.write(Uint8Array.of(2));
      taken.recv();
      s.close();
    },
    acceptor.localAddr().toString(),
    taken,
  );
  using s1 = acceptor.accept()[0];
  const reader = spawn(readOnce, s1.tryClone().intoRawFd(), taken);
  const buf = new Uint8Array(2);
  expect(s1.read(buf)).toBe(1);
  taken.send();
  // Whoever was first got the 1; nothing is delivered twice.
  expect([buf[0], ...(reader.join() as number[])].sort()).toEqual([1, 2]);
  peer.join();
});

eachIp('tcp_clone_two_write', (host) => {
  using acceptor = TcpListener.bind([host, 0]);
  const peer = spawn(({ TcpStream }, addr) => {
    const s = TcpStream.connect(addr);
    const buf = new Uint8Array(2);
    s.readExact(buf);
    s.close();
    return [...buf].sort();
  }, acceptor.localAddr().toString());
  using s1 = acceptor.accept()[0];
  const writer = spawn(({ TcpStream }, fd) => {
    const s2 = TcpStream.fromRawFd(fd);
    s2.write(Uint8Array.of(1));
    s2.close();
  }, s1.tryClone().intoRawFd());
  s1.write(Uint8Array.of(2));
  writer.join();
  expect(peer.join()).toEqual([1, 2]);
});

eachIp('shutdown_smoke', (host) => {
  using listener = TcpListener.bind([host, 0]);
  const server = spawn(({ TcpListener }, fd) => {
    const a = TcpListener.fromRawFd(fd);
    const c = a.accept()[0];
    const n = c.read(new Uint8Array(1));
    c.write(Uint8Array.of(1));
    c.close();
    a.close();
    return n;
  }, listener.tryClone().intoRawFd());
  using s = TcpStream.connect(listener.localAddr());
  s.shutdown(Shutdown.Write);
  errorOf(() => s.write(Uint8Array.of(1)));
  const b = new Uint8Array(2);
  expect(s.read(b)).toBe(1);
  expect(b[0]).toBe(1);
  expect(server.join()).toBe(0);
});

eachIp('close_readwrite_smoke', (host) => {
  using listener = TcpListener.bind([host, 0]);
  const b = new Uint8Array(1);
  using s = TcpStream.connect(listener.localAddr());
  using _accepted = listener.accept()[0];
  using s2 = s.tryClone();

  // Shutting down prevents reads and writes,
  s.shutdown(Shutdown.Write);
  errorOf(() => s.write(Uint8Array.of(0)));
  s.shutdown(Shutdown.Read);
  expect(s.read(b)).toBe(0);

  // of handles that were there before,
  errorOf(() => s2.write(Uint8Array.of(0)));
  expect(s2.read(b)).toBe(0);

  // and of those that come after.
  using s3 = s.tryClone();
  errorOf(() => s3.write(Uint8Array.of(0)));
  expect(s3.read(b)).toBe(0);

  // Once more is harmless, as a value or as Rust's NotConnected.
  for (const handle of [s2, s3]) {
    for (const how of [Shutdown.Read, Shutdown.Write]) {
      try {
        handle.shutdown(how);
      } catch (error) {
        expect((error as { kind: string }).kind).toBe('NotConnected');
      }
    }
  }
});

eachIp('close_read_wakes_up', (host) => {
  using listener = TcpListener.bind([host, 0]);
  using s = TcpStream.connect(listener.localAddr());
  using _accepted = listener.accept()[0];
  const reader = spawn(readOnce, s.tryClone().intoRawFd(), new Channel());
  s.shutdown(Shutdown.Read);
  // Would never return if the shutdown did not reach the other handle's read.
  expect(reader.join()).toEqual([]);
});

eachIp('clone_while_reading', (host) => {
  using listener = TcpListener.bind([host, 0]);
  const go = new Channel();
  const done = new Channel();
  const writer = spawn(
    ({ TcpStream }, addr, go, done) => {
      const tcp = TcpStream.connect(addr);
      go.recv();
      tcp.write(Uint8Array.of(0));
      tcp.close();
      done.send();
    },
    listener.localAddr().toString(),
    go,
    done,
  );
  using tcp = listener.accept()[0];
  const reader = spawn(readOnce, tcp.tryClone().intoRawFd(), done);
  // Cloned once more while the other clone reads; then the read is let finish.
  tcp.tryClone().close();
  go.send();
  done.recv();
  done.recv();
  writer.join();
  expect(reader.join()).toEqual([0]);
});

eachIp('clone_accept_smoke', (host) => {
  using a = TcpListener.bind([host, 0]);
  using a2 = a.tryClone();
  const peers = [0, 1].map(() => spawn(connectAndClose, a.localAddr().toString()));
  a.accept()[0].close();
  a2.accept()[0].close();
  for (const peer of peers) peer.join();
});

eachIp('clone_accept_concurrent', (host) => {
  using a = TcpListener.bind([host, 0]);
  const acceptors = [0, 1].map(() =>
    spawn(({ TcpListener }, fd) => {
      const listener = TcpListener.fromRawFd(fd);
      const [stream, peer] = listener.accept();
      stream.close();
      listener.close();
      return peer.address;
    }, a.tryClone().intoRawFd()),
  );
  const peers = [0, 1].map(() => spawn(connectAndClose, a.localAddr().toString()));
  expect(acceptors.map((acceptor) => acceptor.join())).toEqual([host, host]);
  for (const peer of peers) peer.join();
});
