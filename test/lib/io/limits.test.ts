import { describe, expect, it } from 'vitest';
import { BufReader, type Bytes } from '../../../lib/index.js';
import { DEFAULT_LIMIT } from '../../../lib/io/limit.js';
import { expectIoError } from '../../support/argument_errors.js';
import { ScriptedReader, timeout } from '../../support/scripted-io.js';

const exceeded = { kind: 'InvalidData', code: 'ERR_LIMIT_EXCEEDED', rawOsError: null };

describe('the limit of a line', () => {
  it('counts its bytes, the newline included', () => {
    const reader = new BufReader(new ScriptedReader('äb\näb\nabc'));
    expect(reader.readLine(4)).toBe('äb\n');
    expectIoError(() => reader.readLine(3), exceeded);
    expect(reader.readLine(3)).toBe('abc'); // the end of the stream is no byte
  });

  it.each([1, 2, 3, 4, 7, 8192])(
    'drops the line that is too long, and goes on behind it (capacity %i)',
    (capacity) => {
      const reader = new BufReader(new ScriptedReader('0123456789\n\nok\n0123456789'), capacity);
      expectIoError(() => reader.readLine(5), exceeded);
      expect(reader.readLine(5)).toBe('\n');
      expect(reader.readLine(5)).toBe('ok\n');
      expectIoError(() => reader.readLine(5), exceeded);
      expect(reader.readLine(5)).toBeNull();
    },
  );

  it('is the same for lines, readUntil and split', () => {
    const reader = (capacity: number) => new BufReader(new ScriptedReader('too long;ok;no;'), capacity);
    for (const capacity of [2, 100]) {
      const until = reader(capacity);
      expectIoError(() => until.readUntil(0x3b, 3), exceeded);
      expect(String(until.readUntil(0x3b, 3))).toBe('ok;');
      const pieces = reader(capacity).split(0x3b, 3);
      expectIoError(() => pieces.next(), exceeded);
      expect([...pieces].map(String)).toEqual(['ok', 'no']);
    }
    const lines = new BufReader(new ScriptedReader('long\nx\n')).lines(2);
    expectIoError(() => lines.next(), exceeded);
    expect([...lines]).toEqual(['x']);
  });

  it('drops on over a timeout, for whatever is read next', () => {
    const script = () => new ScriptedReader('12345', '6', timeout(), '78', timeout(), '9\nnext\n');
    const line = new BufReader(script(), 5);
    expectIoError(() => line.readLine(4), exceeded);
    expect(line.buffer()).toHaveLength(0);
    expectIoError(() => line.readLine(4), { kind: 'WouldBlock' });
    expectIoError(() => line.readLine(4), { kind: 'WouldBlock' });
    expect(line.readLine(100)).toBe('next\n');

    const bytes = new BufReader(script(), 5);
    expectIoError(() => bytes.readLine(4), exceeded);
    const buf = Buffer.alloc(5);
    expectIoError(() => bytes.readExact(buf), { kind: 'WouldBlock' });
    expectIoError(() => bytes.readExact(buf), { kind: 'WouldBlock' });
    bytes.readExact(buf);
    expect(String(buf)).toBe('next\n');
  });

  it('holds for a line that comes in pieces, over timeouts', () => {
    const reader = new BufReader(new ScriptedReader('123', timeout(), '45', '\nok\n'));
    expectIoError(() => reader.readLine(5), { kind: 'WouldBlock' });
    expectIoError(() => reader.readLine(5), exceeded);
    expect(reader.readLine(5)).toBe('ok\n');
  });

  it('is lifted by Infinity, and may be 0', () => {
    expect(new BufReader(new ScriptedReader('abc\n')).readLine(Number.POSITIVE_INFINITY)).toBe('abc\n');
    const none = new BufReader(new ScriptedReader('\n'));
    expectIoError(() => none.readLine(0), exceeded);
    expect(none.readLine(0)).toBeNull();
  });
});

describe('the limit of readToEnd', () => {
  it('is what may be read, and the error has what was read', () => {
    expect(new BufReader(new ScriptedReader('abcdef')).readToEnd(6)).toHaveLength(6);
    const reader = new BufReader(new ScriptedReader('abc', 'def', 'ghi'));
    const error = expectIoError(() => reader.readToEnd(4), exceeded);
    expect(String(error.partial)).toBe('abcde');
    expect(reader.readToString()).toBe('fghi');
  });
});

/** A line without an end. */
class Endless {
  read(buf: Bytes): number {
    Buffer.from(buf.buffer as ArrayBuffer, buf.byteOffset, buf.byteLength).fill('x');
    this.most = Math.max(this.most, process.memoryUsage().arrayBuffers);
    return buf.byteLength;
  }
  most = 0;
}

describe('an endless line', () => {
  it('costs no more than its limit', () => {
    const inner = new Endless();
    const before = process.memoryUsage().arrayBuffers;
    const limit = 16 * 1024 * 1024;
    expectIoError(() => new BufReader(inner).readLine(limit), exceeded);
    expect(inner.most - before).toBeLessThan(limit + 8 * 1024 * 1024);
  });

  it('ends at 64 MiB by default', () => {
    expect(DEFAULT_LIMIT).toBe(64 * 1024 * 1024);
    expectIoError(() => new BufReader(new Endless(), 1024 * 1024).readLine(), exceeded);
    expectIoError(() => new BufReader(new Endless(), 1024 * 1024).readToEnd(), exceeded);
  });

  it('costs as little when it comes byte by byte', () => {
    let left = 300_000;
    const before = process.memoryUsage().arrayBuffers;
    const dribble = {
      read(buf: Bytes): number {
        new Uint8Array(buf.buffer, buf.byteOffset)[0] = 0x78;
        return left-- > 0 ? 1 : 0;
      },
    };
    expect(new BufReader(dribble, 1024 * 1024).readLine()).toHaveLength(300_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });
});
