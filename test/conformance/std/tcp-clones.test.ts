// Ports of the tests in Rust's library/std/src/net/tcp/tests.rs about clones and shutdown; same names.
import { afterAll, afterEach, expect } from 'vitest';
import type { TcpStream } from '../../../lib/async/index.js';
import { Shutdown } from '../../../lib/index.js';
import { Channel } from '../../support/channel.mjs';
import { errorSoon } from '../../support/errors.js';
import { endAllThreads, endThreads, spawn } from '../../support/thread.js';
import { useWatchdog } from '../../support/watchdog.js';
import { eachApiAndIp } from '../each-api.js';

useWatchdog();
afterEach(endThreads);
afterAll(endAllThreads);

/** Reads into two bytes, tells `done`, and gives back what came. */
const readOnce = async (_: unknown, stream: TcpStream, done: Channel): Promise<number[]> => {
  const buf = new Uint8Array(2);
  const n = await stream.read(buf);
  stream.close();
  done.send();
  return [...buf.subarray(0, n)];
};

const connectAndClose = ({ TcpStream }: typeof import('../../../lib/index.js'), addr: string): void =>
  TcpStream.connect(addr).close();

eachApiAndIp('tcp_clone_smoke', async ({ TcpListener, beside }, host) => {
  using acceptor = await TcpListener.bind([host, 0]);
  const peer = spawn(({ TcpStream }, addr) => {
    const s = TcpStream.connect(addr);
    const buf = new Uint8Array(2);
    const n = s.read(buf);
    s.write(Uint8Array.of(2));
    s.close();
    return [n, buf[0]];
  }, acceptor.localAddr().toString());

  using s1 = (await acceptor.accept())[0];
  const go = new Channel();
  const writer = beside(
    async (_, s2, go) => {
      await go.receive();
      await s2.write(Uint8Array.of(1));
      s2.close();
    },
    s1.tryClone(),
    go,
  );
  go.send();
  const buf = new Uint8Array(2);
  expect(await s1.read(buf)).toBe(1);
  expect(buf[0]).toBe(2);
  await writer.joined();
  expect(await peer.joined()).toEqual([1, 1]);
});

eachApiAndIp('tcp_clone_two_read', async ({ TcpListener, beside }, host) => {
  using acceptor = await TcpListener.bind([host, 0]);
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
  using s1 = (await acceptor.accept())[0];
  const reader = beside(readOnce, s1.tryClone(), taken);
  const buf = new Uint8Array(2);
  expect(await s1.read(buf)).toBe(1);
  taken.send();
  // Whoever was first got the 1; nothing is delivered twice.
  expect([buf[0], ...((await reader.joined()) as number[])].sort()).toEqual([1, 2]);
  await peer.joined();
});

eachApiAndIp('tcp_clone_two_write', async ({ TcpListener, beside }, host) => {
  using acceptor = await TcpListener.bind([host, 0]);
  const peer = spawn(({ TcpStream }, addr) => {
    const s = TcpStream.connect(addr);
    const buf = new Uint8Array(2);
    s.readExact(buf);
    s.close();
    return [...buf].sort();
  }, acceptor.localAddr().toString());
  using s1 = (await acceptor.accept())[0];
  const writer = beside(async (_, s2) => {
    await s2.write(Uint8Array.of(1));
    s2.close();
  }, s1.tryClone());
  await s1.write(Uint8Array.of(2));
  await writer.joined();
  expect(await peer.joined()).toEqual([1, 2]);
});

eachApiAndIp('shutdown_smoke', async ({ TcpListener, TcpStream }, host) => {
  using listener = await TcpListener.bind([host, 0]);
  const server = spawn(({ TcpListener }, fd) => {
    const a = TcpListener.fromRawFd(fd);
    const c = a.accept()[0];
    const n = c.read(new Uint8Array(1));
    c.write(Uint8Array.of(1));
    c.close();
    a.close();
    return n;
  }, listener.tryClone().intoRawFd());
  using s = await TcpStream.connect(listener.localAddr());
  await s.shutdown(Shutdown.Write);
  await errorSoon(() => s.write(Uint8Array.of(1)));
  const b = new Uint8Array(2);
  expect(await s.read(b)).toBe(1);
  expect(b[0]).toBe(1);
  expect(await server.joined()).toBe(0);
});

eachApiAndIp('close_readwrite_smoke', async ({ TcpListener, TcpStream }, host) => {
  using listener = await TcpListener.bind([host, 0]);
  const b = new Uint8Array(1);
  using s = await TcpStream.connect(listener.localAddr());
  using _accepted = (await listener.accept())[0];
  using s2 = s.tryClone();

  // Shutting down prevents reads and writes,
  await s.shutdown(Shutdown.Write);
  await errorSoon(() => s.write(Uint8Array.of(0)));
  await s.shutdown(Shutdown.Read);
  expect(await s.read(b)).toBe(0);

  // of handles that were there before,
  await errorSoon(() => s2.write(Uint8Array.of(0)));
  expect(await s2.read(b)).toBe(0);

  // and of those that come after.
  using s3 = s.tryClone();
  await errorSoon(() => s3.write(Uint8Array.of(0)));
  expect(await s3.read(b)).toBe(0);

  // Once more is harmless, as a value or as Rust's NotConnected.
  for (const handle of [s2, s3]) {
    for (const how of [Shutdown.Read, Shutdown.Write]) {
      try {
        await handle.shutdown(how);
      } catch (error) {
        expect((error as { kind: string }).kind).toBe('NotConnected');
      }
    }
  }
});

eachApiAndIp('close_read_wakes_up', async ({ TcpListener, TcpStream, beside }, host) => {
  using listener = await TcpListener.bind([host, 0]);
  using s = await TcpStream.connect(listener.localAddr());
  using _accepted = (await listener.accept())[0];
  const reader = beside(readOnce, s.tryClone(), new Channel());
  await s.shutdown(Shutdown.Read);
  // Would never return if the shutdown did not reach the other handle's read.
  expect(await reader.joined()).toEqual([]);
});

eachApiAndIp('clone_while_reading', async ({ TcpListener, beside }, host) => {
  using listener = await TcpListener.bind([host, 0]);
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
  using tcp = (await listener.accept())[0];
  const reader = beside(readOnce, tcp.tryClone(), done);
  // Cloned once more while the other clone reads; then the read is let finish.
  tcp.tryClone().close();
  go.send();
  await done.receive();
  await done.receive();
  await writer.joined();
  expect(await reader.joined()).toEqual([0]);
});

eachApiAndIp('clone_accept_smoke', async ({ TcpListener }, host) => {
  using a = await TcpListener.bind([host, 0]);
  using a2 = a.tryClone();
  const peers = [0, 1].map(() => spawn(connectAndClose, a.localAddr().toString()));
  (await a.accept())[0].close();
  (await a2.accept())[0].close();
  for (const peer of peers) await peer.joined();
});

eachApiAndIp('clone_accept_concurrent', async ({ TcpListener, beside }, host) => {
  using a = await TcpListener.bind([host, 0]);
  const acceptors = [0, 1].map(() =>
    beside(async (_, listener) => {
      const [stream, peer] = await listener.accept();
      stream.close();
      listener.close();
      return peer.address;
    }, a.tryClone()),
  );
  const peers = [0, 1].map(() => spawn(connectAndClose, a.localAddr().toString()));
  expect(await Promise.all(acceptors.map((acceptor) => acceptor.joined()))).toEqual([host, host]);
  for (const peer of peers) await peer.joined();
});
