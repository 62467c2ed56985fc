// Functions as handlers of datagrams, against node:dgram.
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { SocketAddr, type UdpHandler, UdpServer } from '../../../lib/index.js';
import { datagramSocket } from '../../support/pair.js';
import { until } from './support.js';
import { DgramClient, Sender, startedUdp, uncaughtDuring } from './udp_support.js';

const echo: UdpHandler = (datagram, from, server) => server.sendTo(datagram, from);

/** DatagramQueue::kMostDatagrams and kMostBytes in native/relay/datagram_queue.h. */
const MOST_DATAGRAMS = 4096;
const MOST_BYTES = 4 * 1024 * 1024;
/** Beyond them: what is received at once may go over it, and as much is received before the thread waits. */
const BATCHES = 16;

describe.each(['127.0.0.1', '::1'])('a function that handles datagrams on %s', (host) => {
  it('gets them and answers: nothing, a little, the most there can be', async () => {
    const server = startedUdp({}, echo, `${host.includes(':') ? `[${host}]` : host}:0`);
    const client = await DgramClient.connect(server.localAddr().port, host);
    const sizes = [0, 1, 64, 4095, 4096, 65_507];
    for (const size of sizes) {
      const data = Buffer.alloc(size, `${size}!`);
      expect(data.equals(await client.ask(data))).toBe(true);
    }
    await server.shutdown();
    const bytes = sizes.reduce((sum, size) => sum + size);
    const count = sizes.length;
    expect(server.stats()).toMatchObject({ received: count, sent: count, bytesIn: bytes, bytesOut: bytes });
  });

  it('is told who sent it, and by which server it came', async () => {
    const told: unknown[][] = [];
    const handler: UdpHandler = (...args) => told.push(args);
    const server = startedUdp({}, handler, `${host.includes(':') ? `[${host}]` : host}:0`);
    const client = await DgramClient.connect(server.localAddr().port, host);
    client.send('who am I');
    await until(() => told.length === 1);
    expect(told[0]).toHaveLength(3);
    const [datagram, from, by] = told[0] as Parameters<typeof handler>;
    expect(Buffer.isBuffer(datagram)).toBe(true);
    expect(String(datagram)).toBe('who am I');
    expect(from).toBeInstanceOf(SocketAddr);
    expect([from.address, from.port]).toEqual([host, client.address.port]);
    expect(by).toBe(server);
    expect(by).toBeInstanceOf(UdpServer);
  });
});

describe('a function that handles datagrams', () => {
  it('gets those of one sender in their order, and nothing changes them afterwards', async () => {
    const kept: Buffer[] = [];
    const server = startedUdp({}, (datagram) => kept.push(datagram));
    const sender = new Sender(server);
    const texts = Array.from({ length: 3000 }, (_, i) => `${i} `.repeat(1 + ((i * 7919) % 200)));
    for (const text of texts) sender.send(text);
    await until(() => kept.length === texts.length);
    expect(kept.map(String)).toEqual(texts);
  });

  it('keeps its memory when somebody gives that of another away', async () => {
    const kept: Buffer[] = [];
    const server = startedUdp({}, (datagram) => {
      kept.push(datagram);
      // From Node 21 on it throws; Node 20 copies it instead.
      try {
        structuredClone(datagram, { transfer: [datagram.buffer as ArrayBuffer] });
      } catch {}
    });
    const sender = new Sender(server);
    for (const text of ['one', 'two', 'three']) sender.send(text);
    await until(() => kept.length === 3);
    expect(kept.map(String)).toEqual(['one', 'two', 'three']);
  });

  it.each([1, 4])('tells a thousand senders apart, with %i threads', async (threads) => {
    const mistaken: string[] = [];
    let count = 0;
    const server = startedUdp({ threads }, (datagram, from) => {
      count++;
      if (String(datagram) !== String(from)) mistaken.push(`${datagram} from ${from}`);
    });
    const senders = Array.from({ length: 1000 }, () => new Sender(server));
    for (let round = 0; round < 3; round++) {
      for (const sender of senders) sender.send(sender.address);
    }
    await until(() => count === 3000);
    expect(mistaken).toEqual([]);
  });

  it('answers a burst of many clients', async () => {
    const server = startedUdp({}, (datagram, from, by) => by.sendTo(`${datagram} to ${from.port}`, from));
    const { port } = server.localAddr();
    const clients = await Promise.all(Array.from({ length: 100 }, () => DgramClient.connect(port)));
    for (const [i, client] of clients.entries()) client.send(`${i}`);
    for (const [i, client] of clients.entries()) {
      expect(String(await client.receive())).toBe(`${i} to ${client.address.port}`);
    }
  });

  const scoped = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, scopeid }) => family === 'IPv6' && scopeid);
  it.skipIf(!scoped)('is told the scope of a link-local sender', async () => {
    const addr = new SocketAddr(scoped!.address, 0, { scopeId: scoped!.scopeid! });
    const senders: SocketAddr[] = [];
    const server = startedUdp({}, (_datagram, from) => senders.push(from), String(addr));
    const sender = new Sender(server, String(addr));
    sender.send('hello');
    await until(() => senders.length === 1);
    expect(String(senders[0])).toBe(sender.address);
    expect(senders[0]!.scopeId).toBe(scoped!.scopeid);
  });

  it('gets what is cut to maxDatagram', async () => {
    const told: string[] = [];
    const server = startedUdp({ maxDatagram: 4 }, (datagram) => told.push(String(datagram)));
    const sender = new Sender(server);
    sender.send('1234');
    sender.send('12345');
    await until(() => told.length === 2);
    expect(told).toEqual(['1234', '1234']);
    expect(server.stats()).toMatchObject({ received: 2, truncated: 1, bytesIn: 8 });
  });

  it.each([0, 60_000])('while JavaScript is busy a bounded number wait, of %i bytes', async (size) => {
    let handled = 0;
    const server = startedUdp({}, (datagram) => {
      handled += 1;
      expect(datagram.length).toBe(size);
    });
    const data = Buffer.alloc(size, 'x');
    using socket = datagramSocket();
    const full = Math.min(MOST_DATAGRAMS, Math.ceil(MOST_BYTES / (size || 1)));
    const most = full + BATCHES;
    let sent = 0;
    const deadline = Date.now() + 20_000;
    const flood = (over: () => boolean) => {
      while (!over()) {
        if (Date.now() > deadline) throw new Error('nothing is dropped');
        sent += 1;
        socket.sendTo(data, server.localAddr());
      }
    };
    flood(() => server.stats().received >= full);
    // No more are received now: those that are not dropped wait in the kernel.
    const { droppedByKernel: before } = server.stats();
    flood(() => server.stats().droppedByKernel >= before + 1000);
    const { received } = server.stats();
    expect(handled).toBe(0);
    expect(received).toBeLessThanOrEqual(most);
    await until(() => handled === server.stats().received && handled > received);
    const { droppedByKernel, errors } = server.stats();
    expect(handled + droppedByKernel).toBeLessThanOrEqual(sent);
    expect(errors).toEqual({});
    const sender = new Sender(server);
    const earlier = handled;
    sender.send(data);
    await until(() => handled > earlier);
  });

  it('lets the event loop have its turns in a flood', async () => {
    let handled = 0;
    let atTurn = 0;
    const server = startedUdp({}, () => {
      if (handled++ === 0) {
        setImmediate(() => {
          atTurn = handled;
        });
      }
    });
    const sender = new Sender(server);
    for (let i = 0; i < 4000; i++) sender.send('x');
    await until(() => handled === 4000);
    expect(atTurn).toBeGreaterThan(0);
    expect(atTurn).toBeLessThanOrEqual(1024);
  });

  it('that throws is an uncaught exception each time, and misses nothing', async () => {
    const told: string[] = [];
    const server = startedUdp({}, (datagram, from, by) => {
      told.push(String(datagram));
      if (told.length % 2 === 1) throw new Error(`of ${datagram}`);
      by.sendTo(datagram, from);
    });
    const client = await DgramClient.connect(server.localAddr().port);
    const uncaught = await uncaughtDuring(async () => {
      for (let i = 0; i < 10; i++) client.send(`${i}`);
      for (const i of [1, 3, 5, 7, 9]) expect(String(await client.receive())).toBe(`${i}`);
      await server.shutdown();
    });
    expect(told).toEqual(Array.from({ length: 10 }, (_, i) => `${i}`));
    expect(uncaught.map(String)).toEqual([0, 2, 4, 6, 8].map((i) => `Error: of ${i}`));
  });
});
