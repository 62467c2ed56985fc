import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { TcpListener, TcpStream } from '../../../lib/async/index.js';
import { TcpListener as BlockingListener } from '../../../lib/index.js';
import { rejection } from './pair.js';

async function connected(addr: { address: string; port: number }): Promise<net.Socket> {
  const socket = net.connect(addr.port, addr.address);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

describe('an asynchronous TcpListener', () => {
  it('gives the stream and the peer, whoever was first', async () => {
    using listener = await TcpListener.bind('127.0.0.1:0');
    const waiting = listener.accept();
    const socket = await connected(listener.localAddr());
    const [stream, peer] = await waiting;
    expect(peer.port).toBe(socket.localPort);
    const second = await connected(listener.localAddr());
    const [other, from] = await listener.accept();
    expect(from.port).toBe(second.localPort);
    for (const one of [stream, other]) one.close();
    for (const one of [socket, second]) one.destroy();
  });

  it('accepts nothing that nobody has asked for: what waits goes to whoever gets the descriptor', async () => {
    const listener = await TcpListener.bind('127.0.0.1:0');
    const first = listener.accept();
    const sockets = await Promise.all([1, 2, 3].map(() => connected(listener.localAddr())));
    const [stream] = await first;
    using blocking = BlockingListener.fromRawFd(listener.intoRawFd());
    expect(await rejection(listener.accept())).toMatchObject({ code: 'ERR_USE_AFTER_MOVE' });
    for (let i = 0; i < 2; i++) blocking.accept()[0].close();
    blocking.setNonblocking(true);
    expect(() => blocking.accept()).toThrow('os error 11');
    stream.close();
    for (const socket of sockets) socket.destroy();
  });

  it('an aborted accept loses no connection', async () => {
    using listener = await TcpListener.bind('127.0.0.1:0');
    const stop = new AbortController();
    const aborted = rejection(listener.accept({ signal: stop.signal }));
    const next = listener.accept();
    stop.abort('enough');
    expect(await aborted).toBe('enough');
    expect(await rejection(listener.accept({ signal: stop.signal }))).toBe('enough');
    const socket = await connected(listener.localAddr());
    const [stream] = await next;
    stream.close();
    socket.destroy();
  });

  it('incoming() goes on behind a step that has failed', async () => {
    using listener = await TcpListener.bind('127.0.0.1:0');
    const stop = new AbortController();
    const incoming = listener.incoming({ signal: stop.signal });
    const sockets = [await connected(listener.localAddr()), await connected(listener.localAddr())];
    const streams: TcpStream[] = [];
    for await (const stream of incoming) {
      streams.push(stream);
      if (streams.length === 2) break;
    }
    const step = rejection(incoming.next());
    stop.abort('enough');
    expect(await step).toBe('enough');
    const again = listener.incoming();
    sockets.push(await connected(listener.localAddr()));
    streams.push((await again.next()).value as TcpStream);
    for (const stream of streams) stream.close();
    for (const socket of sockets) socket.destroy();
  });

  it('closing ends calls that wait through it, and leaves a clone', async () => {
    const listener = await TcpListener.bind('127.0.0.1:0');
    const clone = listener.tryClone();
    const [mine, other] = [rejection(listener.accept()), clone.accept()];
    listener.close();
    listener.close();
    expect(await mine).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });
    const socket = await connected(clone.localAddr());
    const [stream] = await other;
    stream.close();
    await clone[Symbol.asyncDispose]();
    expect(await rejection(clone.accept())).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });
    socket.destroy();
  });

  it('binds as the blocking one does', async () => {
    using listener = await TcpListener.bind('127.0.0.1:0');
    const addr = listener.localAddr();
    expect(await rejection(TcpListener.bind(addr))).toMatchObject({
      kind: 'AddrInUse',
      message: 'Address already in use (os error 98)',
      port: addr.port,
    });
    expect(await rejection(TcpListener.bind('127.0.0.1:0', { backlog: -1 }))).toMatchObject({
      code: 'ERR_OUT_OF_RANGE',
    });
    expect(await rejection(TcpListener.bind('127.0.0.1'))).toMatchObject({ kind: 'InvalidInput' });
    const signal = AbortSignal.abort('no');
    expect(await rejection(TcpListener.bind('127.0.0.1:0', { signal }))).toBe('no');
    listener.setTtl(7);
    expect(listener.ttl()).toBe(7);
    expect(() => listener.setNonblocking(false)).toThrow('cannot block');
  });

  it('leaves no descriptor behind', async () => {
    const open = () => readdirSync('/proc/self/fd').length;
    const round = async () => {
      const listener = await TcpListener.bind('127.0.0.1:0');
      for (let i = 0; i < 20; i++) {
        const [client, [server]] = await Promise.all([
          TcpStream.connect(listener.localAddr()),
          listener.accept(),
        ]);
        await client.writeAll('x');
        await server.read(Buffer.alloc(1));
        const end = server.read(Buffer.alloc(1));
        client.close();
        expect(await end).toBe(0);
        server.close();
      }
      listener.close();
      await new Promise(setImmediate);
    };
    await round();
    const before = open();
    await round();
    expect(open()).toBe(before);
  });
});
