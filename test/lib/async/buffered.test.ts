import { describe, expect, it } from 'vitest';
import { BufReader, BufWriter, copy, LineWriter, type TcpStream } from '../../../lib/async/index.js';
import { later } from '../../support/later.js';
import { ScriptedReader, ScriptedWriter, timeout } from '../../support/scripted-io.js';
import { asyncPair, rejection, withNode } from './pair.js';

describe('an asynchronous BufReader', () => {
  it('cuts what node:net sends into lines', async () => {
    const [stream, socket] = await withNode();
    socket.end('one\ntwo\r\n\nlast');
    await using reader = new BufReader(stream, 5);
    const lines: string[] = [];
    for await (const line of reader.lines()) lines.push(line);
    expect(lines).toEqual(['one', 'two', '', 'last']);
    expect(await reader.readLine()).toBeNull();
  });

  it('serves calls in the order in which they were made', async () => {
    const [stream, socket] = await withNode();
    const reader = new BufReader(stream, 4);
    const calls = [reader.readLine(), reader.readLine(), reader.readToString()];
    for (const piece of ['fi', 'rst\nse', 'cond\nre', 'st']) {
      await new Promise((written) => socket.write(piece, written));
      await new Promise(setImmediate);
    }
    socket.end();
    expect(await Promise.all(calls)).toEqual(['first\n', 'second\n', 'rest']);
    await reader.close();
  });

  it('an aborted call loses nothing, in the middle of a line and while it waits for its turn', async () => {
    const [stream, socket] = await withNode();
    const reader = new BufReader(stream);
    const [stop, never] = [new AbortController(), new AbortController()];
    const line = rejection(reader.readLine(undefined, { signal: stop.signal }));
    const behind = rejection(reader.readLine(undefined, { signal: never.signal }));
    const last = reader.readLine();
    await new Promise((written) => socket.write('first ha', written));
    await new Promise(setImmediate);
    never.abort('never');
    expect(await behind).toBe('never');
    stop.abort('enough');
    expect(await line).toBe('enough');
    socket.end('lf\nsecond\n');
    expect(await last).toBe('first half\n');
    expect(await reader.readToString()).toBe('second\n');
    await reader.close();
  });

  it('an aborted readToEnd and readExact take nothing', async () => {
    const [stream, socket] = await withNode();
    const reader = new BufReader(stream);
    await new Promise((written) => socket.write('abc', written));
    for (const call of [
      (signal: AbortSignal) => reader.readToEnd(undefined, { signal }),
      (signal: AbortSignal) => reader.readExact(Buffer.alloc(9), { signal }),
      (signal: AbortSignal) => reader.readToString(undefined, { signal }),
    ]) {
      const stop = new AbortController();
      const aborted = rejection(call(stop.signal));
      await new Promise(setImmediate);
      stop.abort('enough');
      expect(await aborted).toBe('enough');
    }
    socket.end('d');
    expect(await reader.readToString()).toBe('abcd');
    await reader.close();
  });

  it('goes on behind a timeout in the middle of a line', async () => {
    const reader = new BufReader(later(new ScriptedReader('ha', timeout(), 'lf\n')));
    expect(await rejection(reader.readLine())).toMatchObject({ kind: 'WouldBlock' });
    expect(await reader.readLine()).toBe('half\n');
  });

  it('closes what it wraps, and says so afterwards', async () => {
    const inner = new ScriptedReader('x');
    const reader = new BufReader(later(inner));
    await reader.close();
    await reader.close();
    expect(inner.closed).toBe(1);
    expect(await rejection(reader.readLine())).toMatchObject({ code: 'ERR_SOCKET_CLOSED' });
    expect(() => reader.buffer()).toThrow(expect.objectContaining({ code: 'ERR_SOCKET_CLOSED' }));
    const [a, b] = await asyncPair();
    const moved = new BufReader(a);
    expect(moved.intoInner()).toBe(a);
    expect(await rejection(moved.fillBuf())).toMatchObject({ code: 'ERR_USE_AFTER_MOVE' });
    expect(() => new BufReader({} as TcpStream)).toThrow(TypeError);
    expect(await rejection(new BufReader(b).readUntil(256))).toMatchObject({ code: 'ERR_OUT_OF_RANGE' });
    a.close();
    b.close();
  });
});

describe('asynchronous writers', () => {
  it('flush when they are closed, and by await using', async () => {
    const [a, b] = await asyncPair();
    {
      await using writer = new BufWriter(a);
      await writer.writeAll('one ');
      await writer.write('two');
      expect(`${writer.buffer()}`).toBe('one two');
    }
    expect(await b.readToString()).toBe('one two');
    b.close();
  });

  it('keep the order of what is written at once', async () => {
    const sink = new ScriptedWriter(1, 1, 1);
    const writer = new BufWriter(later(sink), 4);
    await Promise.all(['abc', 'def', 'ghijkl'].map((text) => writer.writeAll(text)));
    expect(await writer.intoInner()).toBeDefined();
    expect(sink.text).toBe('abcdefghijkl');
    expect(await rejection(writer.flush())).toMatchObject({ code: 'ERR_USE_AFTER_MOVE' });
  });

  it('LineWriter sends whole lines', async () => {
    const [a, b] = await asyncPair();
    const writer = new LineWriter(a);
    await writer.writeAll('sta');
    await writer.writeAll('tus\nre');
    const buf = Buffer.alloc(20);
    expect(buf.toString('utf8', 0, await b.read(buf))).toBe('status\n');
    expect(writer.capacity()).toBe(1024);
    await writer.close();
    expect(await b.readToString()).toBe('re');
    b.close();
  });

  it('tell the first error of closing, and close nevertheless', async () => {
    const sink = new ScriptedWriter(timeout());
    const writer = new BufWriter(later(sink));
    await writer.writeAll('x');
    const [once, again] = [rejection(writer.close()), rejection(writer.close())];
    expect(await once).toMatchObject({ kind: 'WouldBlock' });
    expect(await again).toBe(await once);
    expect(sink.closed).toBe(1);
    await writer.close();
  });
});

describe('an asynchronous copy', () => {
  it('is an echo server', async () => {
    const [stream, socket] = await withNode();
    const done = copy(stream, stream).then((n) => stream.shutdown('Write').then(() => n));
    const data = Buffer.alloc(3_000_000, 'abcde');
    socket.end(data);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(await done).toBe(data.length);
    expect(Buffer.concat(chunks).equals(data)).toBe(true);
    stream.close();
  });

  it('goes on after it was aborted, from a BufReader', async () => {
    const [stream, socket] = await withNode();
    const reader = new BufReader(stream);
    const sink = new ScriptedWriter();
    const stop = new AbortController();
    const aborted = rejection(copy(reader, later(sink), { signal: stop.signal }));
    await new Promise((written) => socket.write('abc', written));
    await new Promise(setImmediate);
    stop.abort('enough');
    expect(await aborted).toBe('enough');
    socket.end('def');
    await copy(reader, later(sink));
    expect(sink.text).toBe('abcdef');
    await reader.close();
  });
});
