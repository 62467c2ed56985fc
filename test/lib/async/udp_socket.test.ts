import dgram from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type IoError, UdpSocket } from '../../../lib/async/index.js';
import { UdpSocket as BlockingSocket } from '../../../lib/index.js';
import { eachIp } from '../../support/each-ip.js';
import { rejection } from './pair.js';

const socketOf = (host = '127.0.0.1') => UdpSocket.bind([host, 0]);

async function nodeSocket(host = '127.0.0.1'): Promise<dgram.Socket> {
  const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4').bind(0, host);
  await once(socket, 'listening');
  return socket;
}

eachIp('an asynchronous UdpSocket talks with node:dgram', async (host) => {
  await using socket = await socketOf(host);
  const node = await nodeSocket(host);
  const buf = Buffer.alloc(100);
  const waiting = socket.recvFrom(buf);
  node.send('hello', socket.localAddr().port, host);
  const [n, from] = await waiting;
  expect([buf.toString('utf8', 0, n), from.port, from.address]).toEqual(['hello', node.address().port, host]);
  const answer = once(node, 'message');
  expect(await socket.sendTo('back', from)).toBe(4);
  expect(`${(await answer)[0]}`).toBe('back');
  node.close();
});

describe('receiving', () => {
  it('serves calls in order, one datagram each, and cuts what does not fit', async () => {
    await using socket = await socketOf();
    const node = await nodeSocket();
    const { port } = socket.localAddr();
    const bufs = [Buffer.alloc(3), Buffer.alloc(9), Buffer.alloc(9), Buffer.alloc(0), Buffer.alloc(9)];
    const calls = [
      socket.recv(bufs[0]!),
      socket.peek(bufs[1]!),
      socket.recv(bufs[2]!),
      socket.recv(bufs[3]!),
      socket.recv(bufs[4]!),
    ];
    for (const text of ['abcdef', 'second', 'dropped', '']) node.send(text, port, '127.0.0.1');
    expect(await Promise.all(calls)).toEqual([3, 6, 6, 0, 0]);
    expect(bufs.slice(0, 3).map((buf) => buf.toString().replaceAll('\0', ''))).toEqual([
      'abc',
      'second',
      'second',
    ]);
    node.close();
  });

  it('takes one datagram at most that nobody has asked for: the rest goes with the descriptor', async () => {
    const socket = await socketOf();
    const sender = await socketOf();
    const first = socket.recv(Buffer.alloc(9));
    for (const text of ['one', 'two', 'three', 'four']) await sender.sendTo(text, socket.localAddr());
    await first;
    await new Promise(setImmediate);
    const buf = Buffer.alloc(9);
    if ((await socket.peek(buf)) > 0) await socket.recv(buf);
    const blocking = BlockingSocket.fromRawFd(socket.intoRawFd());
    blocking.setReadTimeout(5000);
    expect(buf.toString('utf8', 0, 3)).toBe('two');
    expect([blocking.recv(buf), blocking.recv(buf)]).toEqual([5, 4]);
    blocking.close();
    sender.close();
  });

  it('takes many at once', async () => {
    await using socket = await socketOf();
    const sender = await socketOf();
    const to = socket.localAddr();
    expect(
      await sender.sendMany([
        ['a', to],
        ['bb', to],
        ['ccc', to],
      ]),
    ).toBe(3);
    const bufs = [1, 2, 3, 4].map(() => Buffer.alloc(9));
    let sizes: number[] = [];
    while (sizes.length < 3) {
      const came = await socket.recvMany(bufs);
      expect(came.every(([, from]) => from.equals(sender.localAddr()))).toBe(true);
      sizes = sizes.concat(came.map(([n]) => n));
    }
    expect(sizes).toEqual([1, 2, 3]);
    expect(await socket.recvMany([])).toEqual([]);
    expect(await sender.sendMany([])).toBe(0);
    sender.close();
  });

  it('ends with its timeout, its signal, or the socket, and loses nothing', async () => {
    const socket = await socketOf();
    const sender = await socketOf();
    const buf = Buffer.alloc(9);
    socket.setReadTimeout(20);
    expect(await rejection(socket.recv(buf))).toMatchObject({ kind: 'WouldBlock', syscall: 'recvfrom' });
    socket.setReadTimeout(null);
    const stop = new AbortController();
    const aborted = rejection(socket.recvFrom(buf, { signal: stop.signal }));
    const next = socket.recv(buf);
    stop.abort('enough');
    expect(await aborted).toBe('enough');
    await sender.sendTo('x', socket.localAddr());
    expect(await next).toBe(1);
    const closed = rejection(socket.peekFrom(buf));
    socket.close();
    expect(await closed).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });
    expect(await rejection(socket.recv(buf))).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });
    expect(await rejection(sender.sendTo('x', '127.0.0.1:9', { signal: stop.signal }))).toBe('enough');
    sender.close();
  });

  it('tells once that nobody answers, on the next call', async () => {
    await using socket = await socketOf();
    // A port that nobody answers at, and nobody else gets: its socket hears only itself.
    await using deaf = await socketOf();
    await deaf.connect(deaf.localAddr());
    await socket.connect(deaf.localAddr());
    const waiting = rejection(socket.recv(Buffer.alloc(1)));
    await socket.send('x');
    expect(await waiting).toMatchObject({ kind: 'ConnectionRefused', rawOsError: 111 });
    expect(socket.takeError()).toBeNull();
    const sent = await socket.send('x').then(
      () => 'sent',
      (error: IoError) => error.kind,
    );
    expect(sent).toBe('sent');
    const later = (await rejection(
      (async () => {
        for (;;) await socket.send('x');
      })(),
    )) as IoError;
    expect(later.kind).toBe('ConnectionRefused');
  });
});

describe('an asynchronous UdpSocket', () => {
  it('has the options and errors of the blocking one', async () => {
    await using socket = await socketOf();
    const addr = socket.localAddr();
    expect(await rejection(UdpSocket.bind(addr))).toMatchObject({ kind: 'AddrInUse' });
    expect(await rejection(UdpSocket.bind(addr, { reuseAddr: true }))).toMatchObject({ kind: 'AddrInUse' });
    expect(await rejection(socket.send('x'))).toMatchObject({ kind: 'Uncategorized', code: 'EDESTADDRREQ' });
    expect(await rejection(socket.sendTo('x', []))).toMatchObject({
      message: 'no addresses to send data to',
    });
    expect(await rejection(socket.sendTo(Buffer.alloc(70_000), addr))).toMatchObject({ code: 'EMSGSIZE' });
    expect(() => socket.setNonblocking(false)).toThrow('cannot block');
    socket.setBroadcast(true);
    expect([socket.broadcast(), socket.ttl()]).toEqual([true, 64]);
  });

  it('lets nobody else bind its address while it waits', async () => {
    await using socket = await socketOf();
    const waiting = rejection(socket.recv(Buffer.alloc(1)));
    expect(await rejection(UdpSocket.bind(socket.localAddr(), { reuseAddr: true }))).toMatchObject({
      kind: 'AddrInUse',
    });
    socket.close();
    await waiting;
  });

  it('shares with its clones what comes, and moves only alone', async () => {
    const socket = await socketOf();
    const clone = socket.tryClone();
    const busy = expect.objectContaining({ kind: 'ResourceBusy' });
    expect(() => socket.intoRawFd()).toThrow(busy);
    const waiting = clone.recv(Buffer.alloc(9));
    socket.close();
    expect(() => clone.intoRawFd()).toThrow(busy);
    const node = await nodeSocket();
    node.send('x', clone.localAddr().port, '127.0.0.1');
    expect(await waiting).toBe(1);
    const back = UdpSocket.fromRawFd(clone.intoRawFd());
    node.send('yy', back.localAddr().port, '127.0.0.1');
    expect(await back.recv(Buffer.alloc(9))).toBe(2);
    node.close();
    back.close();
  });
});
