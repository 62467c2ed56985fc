import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BufReader, IoError } from '../../../lib/index.js';
import { expectIoError, thrown } from '../../support/argument_errors.js';
import { pair } from '../../support/pair.js';
import { interrupt, reset, ScriptedReader, timeout } from '../../support/scripted-io.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();

describe('lines', () => {
  it('lose one line feed, or one carriage return and line feed, and nothing else', () => {
    const text = 'a\nb\r\n\nc\r\r\n\rd\n \te \n\r\nlast\r';
    const expected = ['a', 'b', '', 'c\r', '\rd', ' \te ', '', 'last\r'];
    expect([...new BufReader(new ScriptedReader(text)).lines()]).toEqual(expected);
    expect([...new BufReader(new ScriptedReader('\n')).lines()]).toEqual(['']);
    expect([...new BufReader(new ScriptedReader('')).lines()]).toEqual([]);
  });

  it('keep everything with readLine', () => {
    const reader = new BufReader(new ScriptedReader('a\r\n', '\nb'));
    expect([reader.readLine(), reader.readLine(), reader.readLine(), reader.readLine()]).toEqual([
      'a\r\n',
      '\n',
      'b',
      null,
    ]);
  });

  it('are cut at any byte by readUntil and split', () => {
    const reader = new BufReader(new ScriptedReader('a;', 'b\n;;c'), 3);
    expect(String(reader.readUntil(0x3b))).toBe('a;');
    expect([...reader.split(0x3b)].map(String)).toEqual(['b\n', '', 'c']);
    expect(reader.readUntil(0x3b)).toHaveLength(0);
  });

  it('are their own memory', () => {
    const reader = new BufReader(new ScriptedReader('one;', 'two;', 'six;'), 4);
    const pieces = [reader.readUntil(0x3b), ...reader.split(0x3b)];
    expect(pieces.map(String)).toEqual(['one;', 'two', 'six']);
  });

  it('come from a stream that ended only for a while', () => {
    const inner = new ScriptedReader('a', '', 'b\n');
    const reader = new BufReader(inner);
    expect([reader.readLine(), reader.readLine(), reader.readLine()]).toEqual(['a', 'b\n', null]);
  });
});

describe('UTF-8', () => {
  const bad = (...bytes: number[]) => Uint8Array.of(0x78, ...bytes, 0x0a);
  const message = 'stream did not contain valid UTF-8';

  it.each([
    ['a stray continuation', bad(0x80)],
    ['an overlong form', bad(0xc0, 0xaf)],
    ['a surrogate', bad(0xed, 0xa0, 0x80)],
    ['what is over U+10FFFF', bad(0xf4, 0x90, 0x80, 0x80)],
    ['a character that is cut', bad(0xe2, 0x82)],
  ])('refuses %s, and goes on with the next line', (_name, line) => {
    const reader = new BufReader(new ScriptedReader(line, 'good\n', line, 'better\n'));
    expectIoError(() => reader.readLine(), { kind: 'InvalidData', message, rawOsError: null });
    expect(reader.readLine()).toBe('good\n');
    const lines = reader.lines();
    expectIoError(() => lines.next(), { kind: 'InvalidData', message });
    expect([...lines]).toEqual(['better']);
  });

  it('takes a byte order mark and a NUL for text, and characters that come in pieces', () => {
    const bytes = [...Buffer.from('\ufeffa\0\u{1f600}ß\n')].map((byte) => Uint8Array.of(byte));
    expect(new BufReader(new ScriptedReader(...bytes), 1).readLine()).toBe('\ufeffa\0\u{1f600}ß\n');
    expect(new BufReader(new ScriptedReader('\ufeff\n')).lines().next().value).toBe('\ufeff');
  });

  it('is checked by readToString, which gives the bytes', () => {
    const reader = new BufReader(new ScriptedReader('ab\n', bad(0xff)));
    reader.readLine();
    const error = expectIoError(() => reader.readToString(), { kind: 'InvalidData', message });
    expect(error.partial).toEqual(Buffer.from(bad(0xff)));
  });
});

describe('an interruption', () => {
  it.each([
    ['a timeout', timeout],
    ['a signal', interrupt],
  ])('by %s loses nothing', (_name, what) => {
    const script = () => new ScriptedReader('ab', what(), 'c', what(), 'd\nef', what(), 'gh');
    const { kind } = what();
    const reader = new BufReader(script());
    expectIoError(() => reader.readLine(), { kind });
    expectIoError(() => reader.readLine(), { kind });
    expect(reader.readLine()).toBe('abcd\n');
    expectIoError(() => reader.readLine(), { kind });
    expect(reader.readLine()).toBe('efgh');

    const exact = new BufReader(script());
    const buf = Buffer.alloc(6);
    expectIoError(() => exact.readExact(buf), { kind });
    expectIoError(() => exact.readExact(buf), { kind });
    exact.readExact(buf);
    expect(String(buf)).toBe('abcd\ne');
  });

  it('leaves the beginning of a line to whoever reads next', () => {
    const reader = new BufReader(new ScriptedReader('abc', timeout(), 'd\n'));
    expectIoError(() => reader.readLine(), { kind: 'WouldBlock' });
    expect(String(reader.buffer())).toBe('abc');
    const buf = Buffer.alloc(2);
    expect([reader.read(buf), String(buf)]).toEqual([2, 'ab']);
    expect(String(reader.fillBuf())).toBe('c');
    expect(reader.readLine()).toBe('cd\n');
  });

  it('lets another delimiter find what is there already', () => {
    const reader = new BufReader(new ScriptedReader('a;b', timeout()));
    expectIoError(() => reader.readLine(), { kind: 'WouldBlock' });
    expect(String(reader.readUntil(0x3b))).toBe('a;');
  });

  it('of readToEnd gives what was read', () => {
    const reader = new BufReader(new ScriptedReader('ab\ncd', timeout(), 'ef'));
    reader.readLine();
    const error = expectIoError(() => reader.readToEnd(), { kind: 'WouldBlock' });
    expect(String(error.partial)).toBe('cd');
    expect(reader.readToString()).toBe('ef');
  });

  it('of a real socket, in the middle of a line', () => {
    const [a, b] = pair();
    const reader = new BufReader(b);
    b.setReadTimeout(10);
    const lines = reader.lines();
    a.writeAll('first\nhal');
    expect(lines.next().value).toBe('first');
    expectIoError(() => lines.next(), { kind: 'WouldBlock', rawOsError: 11 });
    a.writeAll('f and half\n');
    b.setReadTimeout(20_000);
    expect(lines.next().value).toBe('half and half');
    a.close();
    expect(lines.next().done).toBe(true);
    reader.close();
  });
});

describe('a stream that breaks', () => {
  it('never gives half a line as a whole one', () => {
    const reader = new BufReader(new ScriptedReader('whole\nha', reset()));
    expect(reader.readLine()).toBe('whole\n');
    expectIoError(() => reader.readLine(), { kind: 'ConnectionReset' });
    expect(reader.readLine()).toBeNull();
    expect([...reader.lines()]).toEqual([]);
  });

  it('breaks also by a timeout of the connection itself', () => {
    const dead = IoError.fromRawOsError(110);
    const reader = new BufReader(new ScriptedReader('ha', dead));
    expectIoError(() => reader.readLine(), { kind: 'TimedOut' });
    expect(reader.readLine()).toBeNull();
  });

  it('but may recover', () => {
    const reader = new BufReader(new ScriptedReader('ha', new Error('odd'), 'lf\n'));
    expect(thrown(() => reader.readLine())).toMatchObject({ message: 'odd' });
    expect(reader.readLine()).toBe('half\n');
  });

  it('gives a last line without an end when it ends in peace, after a timeout too', () => {
    const reader = new BufReader(new ScriptedReader('la', timeout(), 'st', timeout()));
    expectIoError(() => reader.readLine(), { kind: 'WouldBlock' });
    expectIoError(() => reader.readLine(), { kind: 'WouldBlock' });
    expect(reader.readLine()).toBe('last');
  });
});

describe('buffering', () => {
  it('reads a buffer ahead, and large reads go past an empty one', () => {
    const inner = new ScriptedReader('abcdefghij');
    const reader = new BufReader(inner, 4);
    const small = Buffer.alloc(2);
    const large = Buffer.alloc(6);
    expect([reader.read(small), String(reader.buffer())]).toEqual([2, 'cd']);
    expect(reader.read(large)).toBe(2); // what is buffered comes first
    expect(reader.read(large)).toBe(6);
    expect(inner.asked).toEqual([4, 6]);
  });

  it('shows what it holds, and gives it up byte by byte', () => {
    const reader = new BufReader(new ScriptedReader('abcdef'), 4);
    expect([String(reader.buffer()), String(reader.fillBuf())]).toEqual(['', 'abcd']);
    reader.consume(3);
    expect([String(reader.buffer()), String(reader.fillBuf())]).toEqual(['d', 'd']);
    reader.consume(100); // no more than there is
    expect(String(reader.fillBuf())).toBe('ef');
    reader.consume(2);
    expect(reader.fillBuf()).toHaveLength(0);
  });

  it('has the capacity that it was made with', () => {
    expect(new BufReader(new ScriptedReader()).capacity()).toBe(8192);
    const unbuffered = new BufReader(new ScriptedReader('a\nb\n'), 0);
    expect(unbuffered.capacity()).toBe(0);
    expect([...unbuffered.lines()]).toEqual(['a', 'b']);
  });

  it('reads nothing for an empty buffer', () => {
    const inner = new ScriptedReader('abc');
    const reader = new BufReader(inner);
    expect(reader.read(new Uint8Array(0))).toBe(0);
    reader.readExact(new Uint8Array(0));
    expect(inner.asked).toEqual([]);
  });

  it('says how far readExact came at the end of the stream', () => {
    const reader = new BufReader(new ScriptedReader('abc'), 2);
    const message = 'failed to fill whole buffer';
    expectIoError(() => reader.readExact(Buffer.alloc(5)), {
      kind: 'UnexpectedEof',
      message,
      transferred: 3,
    });
  });
});

describe('the inner stream', () => {
  it('is closed once, and everything fails then', () => {
    const inner = new ScriptedReader('abc');
    const reader = new BufReader(inner);
    const lines = reader.lines();
    reader.close();
    reader[Symbol.dispose]();
    expect(inner.closed).toBe(1);
    const buf = Buffer.alloc(1);
    const calls = [
      () => reader.read(buf),
      () => reader.read(Buffer.alloc(0)),
      () => reader.readExact(buf),
      () => reader.readLine(),
      () => reader.readUntil(10),
      () => lines.next(),
      () => reader.split(10).next(),
      () => reader.fillBuf(),
      () => reader.consume(0),
      () => reader.buffer(),
      () => reader.capacity(),
      () => reader.readToEnd(),
      () => reader.readToString(),
      () => reader.inner,
      () => reader.intoInner(),
    ];
    for (const call of calls) expectIoError(call, { code: 'ERR_SOCKET_CLOSED' });
    expect(inspect(reader)).toBe('BufReader { closed }');
  });

  it('is given back, and is not closed then', () => {
    const inner = new ScriptedReader('abc');
    const reader = new BufReader(inner);
    expect(reader.inner).toBe(inner);
    expect(reader.intoInner()).toBe(inner);
    expectIoError(() => reader.readLine(), { code: 'ERR_USE_AFTER_MOVE' });
    reader.close();
    expect(inner.closed).toBe(0);
  });

  it('need not be closable', () => {
    new BufReader({ read: () => 0 }).close();
  });

  it.each([
    ['too much', 9],
    ['a fraction', 0.5],
    ['less than nothing', -1],
    ['NaN', Number.NaN],
    ['nothing at all', undefined],
    ['text', '3'],
    ['a bigint', 3n],
  ])('that claims %s is found out', (_name, claim) => {
    const liar = { read: () => claim as number };
    for (const call of [
      () => new BufReader(liar, 8).readLine(),
      () => new BufReader(liar, 8).read(Buffer.alloc(8)),
      () => new BufReader(liar, 8).readExact(Buffer.alloc(8)),
      () => new BufReader(liar, 8).fillBuf(),
    ]) {
      expect(thrown(call)).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_RETURN_VALUE' });
    }
  });

  it('that takes the buffer away is found out', () => {
    const thief = {
      read(view: ArrayBufferView): number {
        structuredClone(view, { transfer: [view.buffer as ArrayBuffer] });
        return 1;
      },
    };
    expect(thrown(() => new BufReader(thief, 8).readLine())).toMatchObject({
      code: 'ERR_INVALID_RETURN_VALUE',
    });
  });

  it('is shown', () => {
    const reader = new BufReader(new ScriptedReader('abc'), 16);
    reader.fillBuf();
    expect(inspect(reader, { breakLength: Number.POSITIVE_INFINITY })).toMatch(
      /^BufReader \{ inner: ScriptedReader .*, buffered: 3, capacity: 16 \}$/,
    );
  });
});
