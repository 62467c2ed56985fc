import { describe, expect, it } from 'vitest';
import { TcpListener, TcpStream } from '../../../lib/async/index.js';
import { TcpStream as BlockingStream, BufReader } from '../../../lib/index.js';
import { pair } from '../../support/pair.js';
import { useWatchdog } from '../../support/watchdog.js';
import { asyncPair, rejection, withNode } from './pair.js';

useWatchdog();

describe('a stream moves', () => {
  it('from the blocking world, with what a BufReader had read ahead', async () => {
    const [ours, peer] = pair();
    peer.writeAll('one\ntwo\nthree');
    const reader = new BufReader(ours);
    expect(reader.readLine()).toBe('one\n');
    const ahead = Buffer.from(reader.buffer());
    const stream = TcpStream.fromBlocking(reader.intoInner() as BlockingStream, ahead);
    expect(() => ours.localAddr()).toThrow(expect.objectContaining({ code: 'ERR_USE_AFTER_MOVE' }));
    peer.close();
    expect(await stream.readToString()).toBe('two\nthree');
    stream.close();
  });

  it('to the blocking world, with what the loop had read ahead', async () => {
    const [stream, socket] = await withNode();
    await new Promise((written) => socket.write('abcdef', written));
    await stream.read(Buffer.alloc(2));
    const [blocking, buffered] = stream.intoBlocking();
    expect(await rejection(stream.read(Buffer.alloc(1)))).toMatchObject({ code: 'ERR_USE_AFTER_MOVE' });
    await new Promise<void>((ended) => socket.end('gh', ended));
    expect(`${buffered}${blocking.readToString()}`).toBe('cdefgh');
    blocking.close();
  });

  it('there and back, many times, and loses nothing', async () => {
    const [stream, socket] = await withNode();
    let [sent, came] = ['', ''];
    let here = stream;
    for (let i = 0; i < 50; i++) {
      const text = `${i},`.repeat(50);
      sent += text;
      await new Promise((written) => socket.write(text, written));
      const some = Buffer.alloc(7);
      came += some.toString('latin1', 0, await here.read(some));
      const [blocking, buffered] = here.intoBlocking();
      came += buffered.toString('latin1', 0, 7);
      here = TcpStream.fromBlocking(blocking, buffered.subarray(7));
    }
    socket.end();
    came += await here.readToString();
    expect(came).toBe(sent);
    here.close();
  });

  it('not while calls wait, clones exist, or bytes would be lost', async () => {
    const [stream, socket] = await withNode();
    const busy = expect.objectContaining({ kind: 'ResourceBusy' });
    const waiting = stream.read(Buffer.alloc(1));
    expect(() => stream.intoBlocking()).toThrow(busy);
    socket.write('xyz');
    await waiting;
    const clone = stream.tryClone();
    expect(() => stream.intoBlocking()).toThrow(busy);
    clone.close();
    expect(() => stream.intoRawFd()).toThrow(busy);
    const [blocking, buffered] = stream.intoBlocking();
    expect(`${buffered}`).toBe('yz');
    blocking.close();
    socket.destroy();
  });

  it('by its number too', async () => {
    const [a, b] = await asyncPair();
    const blocking = BlockingStream.fromRawFd(a.intoRawFd());
    blocking.writeAll('x');
    const stream = TcpStream.fromRawFd(blocking.intoRawFd());
    expect(await b.read(Buffer.alloc(9))).toBe(1);
    await b.writeAll('y');
    expect(await stream.read(Buffer.alloc(9))).toBe(1);
    stream.close();
    b.close();
    using listener = await TcpListener.bind('127.0.0.1:0');
    expect(() => TcpListener.fromRawFd(-1)).toThrow(RangeError);
    expect(() => TcpStream.fromBlocking({} as BlockingStream)).toThrow(TypeError);
    expect(listener.asRawFd()).toBeGreaterThan(2);
  });
});
