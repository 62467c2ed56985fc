import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { IoError, Shutdown, TcpListener, TcpStream } from '../../../lib/async/index.js';
import { asyncPair, CLOSED, MUCH, rejection, withNode } from './pair.js';

describe('writing', () => {
  it('sends what is larger than the kernel holds, byte for byte', async () => {
    const [stream, socket] = await withNode();
    const data = Buffer.alloc(MUCH, 'abcdefg');
    const written = stream.writeAll(data).then(() => stream.shutdown(Shutdown.Write));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    await written;
    expect(Buffer.concat(chunks).equals(data)).toBe(true);
    stream.close();
  });

  it('a write timeout gives the part that has gone, then WouldBlock, and exactly that arrives', async () => {
    const [stream, socket] = await withNode();
    stream.setWriteTimeout(30);
    const data = Buffer.alloc(MUCH, 'x');
    let gone = 0;
    const error = await (async () => {
      for (;;) {
        try {
          gone += await stream.write(data);
        } catch (caught) {
          return caught;
        }
      }
    })();
    expect(error).toMatchObject({ kind: 'WouldBlock', syscall: 'send' });
    expect(gone).toBeGreaterThan(0);
    stream.setWriteTimeout(null);
    const rest = stream.writeAll('end').then(() => stream.shutdown('Write'));
    let [came, last] = [0, ''];
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      came += chunk.length;
      last = (last + chunk.toString('latin1')).slice(-4);
    }
    await rest;
    expect([came, last]).toEqual([gone + 3, 'xend']);
    stream.close();
  });

  it('an aborted write tells what has gone, and exactly that arrives, also when the stream is closed then', async () => {
    const [stream, socket] = await withNode();
    const stop = new AbortController();
    const write = stream.write(Buffer.alloc(MUCH, 'x'), { signal: stop.signal });
    await new Promise(setImmediate);
    stop.abort();
    const gone = await write;
    stream.close();
    let came = 0;
    for await (const chunk of socket) came += (chunk as Buffer).length;
    expect(came).toBe(gone);
    expect(gone).toBeLessThan(MUCH);
  });

  it('an aborted writeAll rejects with the reason; one that times out tells how much had gone', async () => {
    const [stream, socket] = await withNode();
    stream.setWriteTimeout(20);
    const late = (await rejection(stream.writeAll(Buffer.alloc(MUCH)))) as IoError;
    expect(late).toMatchObject({ kind: 'WouldBlock' });
    expect(late.transferred).toBeGreaterThan(0);
    const stop = new AbortController();
    const aborted = rejection(stream.writeAll('more', { signal: stop.signal }));
    stop.abort('enough');
    expect(await aborted).toBe('enough');
    socket.destroy();
    stream.close();
  });

  it('keeps the order of writes that are made at once', async () => {
    const [stream, socket] = await withNode();
    const all = [
      stream.writeAll(Buffer.alloc(MUCH, 'a')),
      stream.writeAll('b'),
      stream.writeVectored([Buffer.from('c'), Buffer.from('d')]),
    ];
    const done = Promise.all(all).then(() => stream.shutdown('Write'));
    let last = '';
    for await (const chunk of socket as AsyncIterable<Buffer>)
      last = (last + chunk.toString('latin1')).slice(-4);
    await done;
    expect(last).toBe('abcd');
    stream.close();
  });

  it('fails when the peer is gone in the middle of it', async () => {
    const [stream, socket] = await withNode();
    const write = rejection(stream.writeAll(Buffer.alloc(MUCH)));
    await new Promise(setImmediate);
    socket.resetAndDestroy();
    expect(['ConnectionReset', 'BrokenPipe']).toContain(((await write) as IoError).kind);
    stream.close();
  });

  it('ends with BrokenPipe when another task ends that half', async () => {
    const [stream, socket] = await withNode();
    const write = rejection(stream.writeAll(Buffer.alloc(MUCH)));
    await new Promise(setImmediate);
    await stream.shutdown('Write');
    expect(await write).toMatchObject({ kind: 'BrokenPipe' });
    socket.destroy();
    stream.close();
  });
});

describe('connecting', () => {
  it('tries every address, and tells the last error', async () => {
    using listener = await TcpListener.bind('127.0.0.1:0');
    const stream = await TcpStream.connect([CLOSED, listener.localAddr()]);
    expect(stream.peerAddr().equals(listener.localAddr())).toBe(true);
    stream.close();
    expect(await rejection(TcpStream.connect([CLOSED, CLOSED]))).toMatchObject({
      kind: 'ConnectionRefused',
      message: 'Connection refused (os error 111)',
      syscall: 'connect',
      address: CLOSED.address,
      port: CLOSED.port,
    });
    expect(await rejection(TcpStream.connect([]))).toMatchObject({ kind: 'InvalidInput' });
  });

  it('looks names up, and says as Rust does that there is none', async () => {
    using listener = await TcpListener.bind('127.0.0.1:0');
    const stream = await TcpStream.connect(['localhost', listener.localAddr().port]);
    stream.close();
    expect(await rejection(TcpStream.connect(':80'))).toMatchObject({
      kind: 'Uncategorized',
      code: 'ENOTFOUND',
      message: 'failed to lookup address information: Name or service not known',
    });
    expect(await rejection(TcpStream.connect('a\0b:80'))).toMatchObject({ kind: 'InvalidInput' });
  });

  it('refuses a timeout of 0, unless it was over at once', async () => {
    expect(await rejection(TcpStream.connectTimeout(CLOSED, 0))).toMatchObject({ kind: 'ConnectionRefused' });
    expect(await rejection(TcpStream.connectTimeout('localhost:1', 10))).toMatchObject({
      kind: 'InvalidInput',
      message: 'invalid socket address syntax',
    });
  });

  it('gives up within its time, or when told to', async () => {
    // A listener whose backlog is full drops what else comes.
    using listener = await TcpListener.bind('127.0.0.1:0', { backlog: 0 });
    const addr = listener.localAddr();
    const others: net.Socket[] = [];
    for (let i = 0; i < 3; i++) others.push(net.connect(addr.port, addr.address));
    await once(others[0]!, 'connect');
    expect(await rejection(TcpStream.connectTimeout(addr, 60))).toMatchObject({
      kind: 'TimedOut',
      rawOsError: null,
      message: 'connection timed out',
    });
    const signal = AbortSignal.timeout(20);
    expect(await rejection(TcpStream.connect(addr, { signal }))).toBe(signal.reason);
    for (const socket of others) socket.destroy();
  });
});

describe('handles', () => {
  it('of one connection share what was read ahead, options and its end', async () => {
    const [stream, socket] = await withNode();
    const clone = stream.tryClone();
    socket.write('abcd');
    await stream.peek(Buffer.alloc(1));
    const [one, two] = [Buffer.alloc(2), Buffer.alloc(2)];
    await stream.readExact(one);
    await clone.readExact(two);
    expect(`${one}${two}`).toBe('abcd');
    stream.setReadTimeout(15);
    expect(clone.readTimeout()).toBe(stream.readTimeout());
    expect(await rejection(clone.read(one))).toMatchObject({ kind: 'WouldBlock' });
    clone.setReadTimeout(null);
    stream.close();
    const waiting = clone.read(one);
    socket.write('x');
    expect(await waiting).toBe(1);
    const end = once(socket.resume(), 'end');
    clone.close();
    await end;
    socket.destroy();
  });

  it('that are closed end their own calls, and only those', async () => {
    const [stream, socket] = await withNode();
    const clone = stream.tryClone();
    const mine = rejection(stream.read(Buffer.alloc(1)));
    const other = clone.read(Buffer.alloc(1));
    stream.close();
    stream.close();
    expect(await mine).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });
    expect(await rejection(stream.read(Buffer.alloc(1)))).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });
    socket.write('x');
    expect(await other).toBe(1);
    socket.destroy();
    clone.close();
  });

  it('are disposed of by using and await using', async () => {
    const [a, b] = await asyncPair();
    {
      using _a = a;
    }
    {
      await using _b = b;
    }
    for (const stream of [a, b]) {
      expect(await rejection(stream.write('x'))).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });
    }
  });

  it('have the options of the blocking ones, but cannot block', async () => {
    const [a, b] = await asyncPair();
    a.setNodelay(true);
    a.setTtl(42);
    a.setLinger(2000);
    expect([a.nodelay(), a.ttl(), a.linger(), a.takeError()]).toEqual([true, 42, 2000, null]);
    a.setNonblocking(true);
    expect(() => a.setNonblocking(false)).toThrow(IoError);
    a.close();
    b.close();
  });

  it('shutdown of the reading half wakes a read with the end', async () => {
    const [a, b] = await asyncPair();
    const read = a.read(Buffer.alloc(1));
    await a.shutdown('Read');
    expect(await read).toBe(0);
    expect(await rejection((async () => a.shutdown('Nothing' as never))())).toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
    });
    a.close();
    b.close();
  });
});
