import { describe, expect, it } from 'vitest';
import { type IoError, TcpStream } from '../../../lib/async/index.js';
import { asyncPair, MUCH, rejection, withNode } from './pair.js';

const text = (buf: Buffer, n: number) => buf.toString('utf8', 0, n);

describe('reading', () => {
  it('gives what node:net has sent, and 0 at its end', async () => {
    const [stream, socket] = await withNode();
    socket.end('hello');
    const buf = Buffer.alloc(100);
    let all = '';
    for (let n = await stream.read(buf); n > 0; n = await stream.read(buf)) all += text(buf, n);
    expect(all).toBe('hello');
    expect(await stream.read(buf)).toBe(0);
    stream.close();
  });

  it('takes no more than there is room for, and keeps the rest', async () => {
    const [stream, socket] = await withNode();
    socket.write('abcdef');
    const two = Buffer.alloc(2);
    await stream.peek(Buffer.alloc(6));
    const parts: string[] = [];
    for (let i = 0; i < 3; i++) parts.push(text(two, await stream.read(two)));
    expect(parts).toEqual(['ab', 'cd', 'ef']);
    expect(await stream.read(Buffer.alloc(0))).toBe(0);
    socket.destroy();
    stream.close();
  });

  it('peeks without taking, also in line with reads', async () => {
    const [stream, socket] = await withNode();
    const bufs = [Buffer.alloc(3), Buffer.alloc(3), Buffer.alloc(3), Buffer.alloc(3)] as const;
    const calls = [stream.peek(bufs[0]), stream.read(bufs[1]), stream.peek(bufs[2]), stream.read(bufs[3])];
    socket.write('abcdef');
    expect(await Promise.all(calls)).toEqual([3, 3, 3, 3]);
    expect(bufs.map(String)).toEqual(['abc', 'abc', 'def', 'def']);
    socket.destroy();
    stream.close();
  });

  it('takes one buffer at most that nobody has asked for, and the rest is not lost', async () => {
    const [stream, socket] = await withNode();
    const data = Buffer.alloc(MUCH, 'abcdefg');
    socket.end(data);
    const one = Buffer.alloc(1);
    await stream.read(one);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    const [blocking, buffered] = stream.intoBlocking();
    expect(buffered.length).toBeLessThanOrEqual(64 * 1024);
    expect(socket.writableLength).toBeGreaterThan(0);
    const again = TcpStream.fromBlocking(blocking, buffered);
    expect(Buffer.concat([one, await again.readToEnd()]).equals(data)).toBe(true);
    again.close();
  });

  it('serves calls in the order in which they were made, whole ones too', async () => {
    const [stream, socket] = await withNode();
    const [first, second] = [Buffer.alloc(4), Buffer.alloc(10)];
    const exact = stream.readExact(first);
    const some = stream.read(second);
    for (const byte of 'abcdef') {
      socket.write(byte);
      await new Promise(setImmediate);
    }
    await exact;
    expect(`${first}`).toBe('abcd');
    expect(text(second, await some)).toMatch(/^ef?$/);
    socket.destroy();
    stream.close();
  });

  it('reads exactly, to the end, as text and into several buffers', async () => {
    const [stream, socket] = await withNode();
    socket.write('0123456789');
    const exact = Buffer.alloc(4);
    await stream.readExact(exact);
    expect(`${exact}`).toBe('0123');
    await stream.peek(Buffer.alloc(6));
    const [a, b] = [Buffer.alloc(1), Buffer.alloc(2)];
    expect(await stream.readVectored([a, b])).toBe(3);
    expect(`${a}-${b}`).toBe('4-56');
    socket.end('é');
    expect(await stream.readToString()).toBe('789é');
    expect(await rejection(stream.readExact(Buffer.alloc(1)))).toMatchObject({
      kind: 'UnexpectedEof',
      message: 'failed to fill whole buffer',
      transferred: 0,
    });
    stream.close();
  });

  it('bounds what it reads to the end, and tells what it had', async () => {
    const [stream, socket] = await withNode();
    socket.end('0123456789');
    const error = (await rejection(stream.readToEnd(4))) as IoError;
    expect(error).toMatchObject({ kind: 'InvalidData', code: 'ERR_LIMIT_EXCEEDED' });
    expect(`${error.partial}`).toBe('01234');
    stream.close();
  });

  it('tells a peer that has reset once, then the end, and writes are BrokenPipe', async () => {
    const [stream, socket] = await withNode();
    const reading = rejection(stream.read(Buffer.alloc(1)));
    socket.resetAndDestroy();
    expect(await reading).toMatchObject({ kind: 'ConnectionReset', syscall: 'recv', rawOsError: 104 });
    expect(await stream.read(Buffer.alloc(1))).toBe(0);
    expect(await rejection(stream.write('x'))).toMatchObject({ kind: 'BrokenPipe' });
    stream.close();
  });

  it('does not take a buffer that is gone for the end of the stream', async () => {
    const [stream, socket] = await withNode();
    const view = new Uint8Array(8);
    const lost = rejection(stream.read(view));
    structuredClone(view, { transfer: [view.buffer] });
    const kept = Buffer.alloc(3);
    const next = stream.read(kept);
    socket.write('abc');
    expect(await lost).toMatchObject({ code: 'ERR_INVALID_STATE' });
    expect(text(kept, await next)).toBe('abc');
    socket.destroy();
    stream.close();
  });
});

describe('limits of time, and signals', () => {
  it('a read timeout is WouldBlock, and nothing is lost', async () => {
    const [stream, socket] = await withNode();
    stream.setReadTimeout(20);
    const started = performance.now();
    expect(await rejection(stream.read(Buffer.alloc(1)))).toMatchObject({
      kind: 'WouldBlock',
      syscall: 'recv',
    });
    expect(performance.now() - started).toBeGreaterThanOrEqual(20);
    stream.setReadTimeout(null);
    socket.write('x');
    expect(await stream.read(Buffer.alloc(9))).toBe(1);
    expect(await rejection((async () => stream.setReadTimeout(0))())).toMatchObject({ kind: 'InvalidInput' });
    socket.destroy();
    stream.close();
  });

  it.each(['read', 'peek', 'readExact', 'readToEnd'] as const)(
    'an aborted %s takes nothing',
    async (name) => {
      const [stream, socket] = await withNode();
      const stop = new AbortController();
      const reason = new Error('enough');
      const options = { signal: stop.signal };
      const half = stream.peek(Buffer.alloc(1));
      socket.write('half');
      await half;
      if (name === 'read' || name === 'peek') await stream.readExact(Buffer.alloc(4));
      const call = rejection(
        name === 'readToEnd' ? stream.readToEnd(100, options) : stream[name](Buffer.alloc(8), options),
      );
      await new Promise(setImmediate);
      stop.abort(reason);
      expect(await call).toBe(reason);
      await new Promise<void>((ended) => socket.end('-full', ended));
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate); // it comes while nobody reads
      expect(await stream.readToString()).toBe(name === 'read' || name === 'peek' ? '-full' : 'half-full');
      stream.close();
    },
  );

  it('bytes that an aborted call has put back go to the next in line', async () => {
    const [stream, socket] = await withNode();
    const stop = new AbortController();
    const first = rejection(stream.readExact(Buffer.alloc(8), { signal: stop.signal }));
    const second = Buffer.alloc(8);
    const waiting = stream.read(second);
    await new Promise((written) => socket.write('half', written));
    await new Promise(setImmediate);
    stop.abort();
    await first;
    expect(text(second, await waiting)).toBe('half');
    socket.destroy();
    stream.close();
  });

  it('an aborted signal rejects every call with its reason, before anything happens', async () => {
    const [a, b] = await asyncPair();
    const reason = new Error('too late');
    const options = { signal: AbortSignal.abort(reason) };
    const addr = a.localAddr();
    const calls = [
      a.read(Buffer.alloc(1), options),
      a.peek(Buffer.alloc(1), options),
      a.readExact(Buffer.alloc(1), options),
      a.readToEnd(1, options),
      a.readToString(1, options),
      a.readVectored([Buffer.alloc(1)], options),
      a.write('x', options),
      a.writeAll('x', options),
      a.writeVectored([Buffer.alloc(1)], options),
      a.flush(options),
      a.shutdown('Both', options),
      TcpStream.connect(addr, options),
      TcpStream.connectTimeout(addr, 1000, options),
    ];
    for (const call of calls) expect(await rejection(call)).toBe(reason);
    await a.writeAll('y');
    const buf = Buffer.alloc(9);
    expect(text(buf, await b.read(buf))).toBe('y');
    a.close();
    b.close();
  });
});
