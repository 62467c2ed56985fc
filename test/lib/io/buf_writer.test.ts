import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufWriter, IoError, LineWriter, type Write } from '../../../lib/index.js';
import { expectIoError, thrown } from '../../support/argument_errors.js';
import { pair } from '../../support/pair.js';
import { reset, ScriptedWriter, timeout } from '../../support/scripted-io.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();

describe('BufWriter', () => {
  it('collects small writes, keeps an exact fill, and makes room before the next', () => {
    const inner = new ScriptedWriter();
    const writer = new BufWriter(inner, 4);
    expect([writer.write('ab'), writer.write('cd')]).toEqual([2, 2]);
    expect([inner.writes, String(writer.buffer())]).toEqual([[], 'abcd']);
    expect(writer.write('e')).toBe(1);
    expect([inner.writes, String(writer.buffer())]).toEqual([['abcd'], 'e']);
    writer.writeAll('fghi'); // as large as the buffer: past it, after what is in it
    expect([inner.writes, writer.buffer().length]).toEqual([['abcd', 'e', 'fghi'], 0]);
  });

  it('writes in one piece what was collected', () => {
    const [a, b] = pair();
    const writer = new BufWriter(a);
    for (let i = 0; i < 100; i++) writer.writeAll(`line ${i}\n`);
    writer.flush();
    const buf = Buffer.alloc(8192);
    expect(b.read(buf)).toBe(
      Buffer.byteLength(Array.from({ length: 100 }, (_, i) => `line ${i}\n`).join('')),
    );
    writer.close();
    expect(b.read(buf)).toBe(0);
    b.close();
  });

  it('hands a large write on as it is taken', () => {
    const inner = new ScriptedWriter(3);
    const writer = new BufWriter(inner, 4);
    expect(writer.write('abcdef')).toBe(3);
    writer.writeAll('ghijkl');
    expect(inner.text).toBe('abcghijkl');
  });

  it('encodes text in place, and what does not fit beside', () => {
    const inner = new ScriptedWriter();
    const writer = new BufWriter(inner, 8);
    for (const text of ['ä', '€', '', '\u{1f600}', '\ud800']) writer.writeAll(text);
    writer.flush();
    expect(Buffer.from(inner.text, 'latin1').toString()).toBe('ä€\u{1f600}\ufffd');
  });

  it('has the capacity that it was made with, none too', () => {
    expect(new BufWriter(new ScriptedWriter()).capacity()).toBe(8192);
    const inner = new ScriptedWriter();
    const writer = new BufWriter(inner, 0);
    writer.writeAll('ab');
    writer.write('');
    expect(inner.writes).toEqual(['ab']);
  });

  it('takes any view', () => {
    const inner = new ScriptedWriter();
    const writer = new BufWriter(inner);
    writer.writeAll(new DataView(Buffer.from('xaby').buffer, Buffer.from('xaby').byteOffset, 0));
    writer.writeAll(new Uint16Array([0x6161, 0x6262]));
    writer.write(new DataView(new Uint8Array([1, 0x63, 2]).buffer, 1, 1));
    writer.flush();
    expect(inner.text).toBe('aabbc');
  });
});

describe('a failing flush', () => {
  it('keeps what was not written, and goes on with it', () => {
    const inner = new ScriptedWriter(2, timeout());
    const writer = new BufWriter(inner, 16);
    writer.writeAll('abcdef');
    expectIoError(() => writer.flush(), { kind: 'WouldBlock' });
    expect([inner.writes, String(writer.buffer()), inner.flushes]).toEqual([['ab'], 'cdef', 0]);
    writer.flush();
    expect([inner.text, inner.flushes]).toEqual(['abcdef', 1]);
  });

  it('of a writer that takes nothing is WriteZero', () => {
    const writer = new BufWriter(new ScriptedWriter(0), 16);
    writer.writeAll('abc');
    const message = 'failed to write the buffered data';
    expectIoError(() => writer.flush(), { kind: 'WriteZero', message, rawOsError: null });
    expect(String(writer.buffer())).toBe('abc');
    const direct = new BufWriter(new ScriptedWriter(2, 0), 2);
    const whole = 'failed to write whole buffer';
    expectIoError(() => direct.writeAll('abcdef'), { kind: 'WriteZero', message: whole, transferred: 2 });
  });

  it('takes nothing of a write that needed it, and the error says so', () => {
    const writer = new BufWriter(new ScriptedWriter(timeout(), timeout(), 1, timeout()), 4);
    writer.writeAll('abc');
    expectIoError(() => writer.write('de'), { kind: 'WouldBlock' });
    expect(String(writer.buffer())).toBe('abc');
    expectIoError(() => writer.writeAll('de'), { kind: 'WouldBlock', transferred: 0 });
    expectIoError(() => writer.writeAll('defghi'), { kind: 'WouldBlock', transferred: 0 });
    expect(String(writer.buffer())).toBe('bc');
  });
});

describe('LineWriter', () => {
  it('writes through the last newline, and holds the rest back', () => {
    const inner = new ScriptedWriter();
    const writer = new LineWriter(inner);
    writer.writeAll('a');
    expect(inner.writes).toEqual([]);
    writer.writeAll('b\nc');
    expect([inner.writes, String(writer.buffer())]).toEqual([['ab\n'], 'c']);
    expect(writer.write('d\ne\nf')).toBe(5);
    expect([inner.writes, String(writer.buffer())]).toEqual([['ab\n', 'c', 'd\ne\n'], 'f']);
    expect(writer.capacity()).toBe(1024);
  });

  it('sends whole lines that were held back before anything else', () => {
    const inner = new ScriptedWriter(2, timeout());
    const writer = new LineWriter(inner);
    expect(writer.write('ab\nc')).toBe(3); // "ab" went, "\n" is held back, "c" was not taken
    expectIoError(() => writer.write('d'), { kind: 'WouldBlock' });
    expect(writer.write('d')).toBe(1);
    expect([inner.writes, String(writer.buffer())]).toEqual([['ab', '\n'], 'd']);
  });

  it('says how far a failing writeAll came', () => {
    const writer = new LineWriter(new ScriptedWriter(2, timeout()), 16);
    expectIoError(() => writer.writeAll('abc\nd'), { kind: 'WouldBlock', transferred: 2 });
    const held = new LineWriter(new ScriptedWriter(timeout(), timeout()), 16);
    held.writeAll('x');
    expectIoError(() => held.writeAll('abc\nd'), { kind: 'WouldBlock', transferred: 4 });
    expect(String(held.buffer())).toBe('xabc\n');
  });
});

describe.each([
  ['BufWriter', BufWriter],
  ['LineWriter', LineWriter],
])('%s', (name, Writer) => {
  it('gives its inner stream back, flushed to but not closed', () => {
    const inner = new ScriptedWriter();
    const writer = new Writer(inner);
    writer.writeAll('abc');
    expect(writer.inner).toBe(inner);
    expect(writer.intoInner()).toBe(inner);
    expect(inner.text).toBe('abc');
    writer.close();
    expect(inner.closed).toBe(0);
    for (const call of [
      () => writer.write('x'),
      () => writer.writeAll('x'),
      () => writer.flush(),
      () => writer.buffer(),
      () => writer.capacity(),
      () => writer.inner,
      () => writer.intoInner(),
    ]) {
      expectIoError(call, { code: 'ERR_USE_AFTER_MOVE' });
    }
  });

  it('keeps its inner stream when it cannot flush to it', () => {
    const inner = new ScriptedWriter(timeout());
    const writer = new Writer(inner);
    writer.writeAll('abc');
    expectIoError(() => writer.intoInner(), { kind: 'WouldBlock' });
    expect(writer.intoInner()).toBe(inner);
    expect(inner.text).toBe('abc');
  });

  it('flushes and closes at the end of its block', () => {
    const inner = new ScriptedWriter();
    {
      using writer = new Writer(inner);
      writer.writeAll('abc');
    }
    expect([inner.text, inner.flushes, inner.closed]).toEqual(['abc', 1, 1]);
  });

  it('closes also when it cannot flush, throws that error, and is closed', () => {
    const inner = new ScriptedWriter(reset());
    inner.close = () => {
      inner.closed++;
      throw new Error('closing failed too');
    };
    const writer = new Writer(inner);
    writer.writeAll('abc');
    expectIoError(() => writer.close(), { kind: 'ConnectionReset' });
    expect(inner.closed).toBe(1);
    writer.close();
    expect(inner.closed).toBe(1);
    for (const call of [() => writer.write('x'), () => writer.writeAll('x'), () => writer.flush()]) {
      expectIoError(call, { code: 'ERR_SOCKET_CLOSED' });
    }
    expect(inspect(writer)).toBe(`${name} { closed }`);
  });

  it.each([
    ['too much', 100],
    ['a fraction', 0.5],
    ['less than nothing', -1],
    ['NaN', Number.NaN],
    ['nothing', undefined],
  ])('finds out an inner stream that claims %s', (_claim, n) => {
    const liar: Write = { write: () => n as number, flush() {} };
    const lied = { name: 'TypeError', code: 'ERR_INVALID_RETURN_VALUE' };
    expect(thrown(() => new Writer(liar, 4).writeAll('abcdefgh\n'))).toMatchObject(lied);
    const writer = new Writer(liar, 4);
    writer.write('ab');
    expect(thrown(() => writer.flush())).toMatchObject(lied);
    expect(String(writer.buffer())).toBe('ab');
  });

  it('survives an inner stream that calls back', () => {
    const inner: Write & { text: string } = {
      text: '',
      write(data) {
        if (inner.text === '') {
          inner.text = 'x';
          writer.flush();
        }
        return (data as Uint8Array).length;
      },
      flush() {},
    };
    const writer = new Writer(inner, 8);
    writer.write('abc');
    writer.flush();
    expect(writer.buffer()).toHaveLength(0);
    writer.writeAll('def');
    expect(String(writer.buffer())).toBe('def');
  });

  it('delivers every byte once and in order, whatever its inner stream takes at a time', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
    const steps = fc.array(fc.option(fc.integer({ min: 1, max: 5 })), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(text), steps, fc.integer({ min: 0, max: 10 }), (texts, script, capacity) => {
        const inner = new ScriptedWriter(...script.map((n) => n ?? timeout()));
        const writer = new Writer(inner, capacity);
        for (const data of texts) writeStubbornly(writer, data);
        persist(() => writer.flush());
        expect(inner.text).toBe(texts.join(''));
      }),
      { numRuns: 300 },
    );
  });
});

/** After a timeout, goes on behind what the error says was taken. */
function writeStubbornly(writer: BufWriter | LineWriter, text: string): void {
  for (let rest = Buffer.from(text); ; ) {
    try {
      writer.writeAll(rest);
      return;
    } catch (error) {
      if (!IoError.isIoError(error) || error.transferred === undefined) throw error;
      rest = rest.subarray(error.transferred);
    }
  }
}

function persist(call: () => void): void {
  for (;;) {
    try {
      call();
      return;
    } catch (error) {
      if (!IoError.isIoError(error) || error.kind !== 'WouldBlock') throw error;
    }
  }
}
