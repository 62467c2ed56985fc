/** Readers and writers of the user's that do what no stream should: an error says so, and what can go on goes on. */
import { describe, expect, it } from 'vitest';
import {
  BufReader,
  BufWriter,
  type Bytes,
  copy,
  IoError,
  LineWriter,
  type Write,
} from '../../../lib/index.js';
import { expectInvalidType, expectIoError, thrown } from '../../support/argument_errors.js';
import { ScriptedReader, ScriptedWriter } from '../../support/scripted-io.js';

const take: Write['write'] = (data) => (data as Uint8Array).length;

describe.each([
  ['BufWriter', BufWriter],
  ['LineWriter', LineWriter],
])('a stream under a %s', (_name, Writer) => {
  it('may close its writer while it is flushed or written to', () => {
    let closed = 0;
    const close = (): void => {
      closed++;
    };
    const flushing = new Writer({ write: take, flush: () => flushing.close(), close } as Write);
    flushing.writeAll('abc');
    flushing.close();
    const writing = new Writer({
      write(data) {
        writing.close();
        return take(data);
      },
      flush() {},
      close,
    } as Write);
    writing.writeAll('abc');
    writing.close();
    expect(closed).toBe(2);
    expectIoError(() => writing.flush(), { code: 'ERR_SOCKET_CLOSED' });
  });

  it('must have a flush() too', () => {
    expectInvalidType(() => new Writer({ write: take } as Write));
  });

  it.each([1, 3])('that transfers the buffer away, and says %d, is found out', (n) => {
    let honest = false;
    const got: string[] = [];
    const writer = new Writer(
      {
        write(data) {
          if (honest) {
            got.push(String(data));
            return take(data);
          }
          structuredClone(data, { transfer: [(data as Uint8Array).buffer as ArrayBuffer] });
          return n;
        },
        flush() {},
      },
      8,
    );
    writer.writeAll('abc');
    expect(thrown(() => writer.flush())).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_STATE' });
    honest = true;
    writer.writeAll('def');
    writer.flush();
    expect(got).toEqual(['def']);
  });
});

describe('an error that its stream has frozen', () => {
  const frozen = Object.freeze(new IoError('BrokenPipe', 'frozen'));

  it('is thrown as it is', () => {
    const throwing = {
      write() {
        throw frozen;
      },
      flush() {},
    };
    expect(thrown(() => new BufWriter(throwing, 1).writeAll('abc'))).toBe(frozen);
    expect(thrown(() => copy(new ScriptedReader('abc'), throwing))).toBe(frozen);
    expect(thrown(() => new BufReader(new ScriptedReader('abc', frozen)).readToEnd())).toBe(frozen);
  });
});

describe('copy', () => {
  it('counts what was taken by a writer that closes the reader', () => {
    const reader = new BufReader(new ScriptedReader('abc'));
    const closing = {
      write(data: Bytes | string) {
        reader.close();
        return take(data);
      },
      flush() {},
    };
    expectIoError(() => copy(reader, closing), { code: 'ERR_SOCKET_CLOSED', transferred: 3 });
  });
});

it('a read within a read takes what it gets, and the outer one goes on', () => {
  const inner = new ScriptedReader('inner\nrest');
  const lines: Array<string | null> = [];
  let outer = true;
  const reader = new BufReader({
    read(buf) {
      if (!outer) return inner.read(buf);
      outer = false;
      lines.push(reader.readLine());
      return Buffer.from('outer\n').copy(buf as Uint8Array);
    },
  });
  expect([reader.readLine(), ...lines]).toEqual(['outer\n', 'inner\n']);
});

it('a writer may fail again and again, and loses nothing', () => {
  const failing = new ScriptedWriter(1, new Error('first'), 1, new TypeError('second'));
  const writer = new BufWriter(failing, 4);
  writer.writeAll('abc');
  expect(thrown(() => writer.flush())).toMatchObject({ message: 'first' });
  expect(thrown(() => writer.flush())).toMatchObject({ message: 'second' });
  writer.flush();
  expect(failing.text).toBe('abc');
});
