// Closing: from another thread, through a clone, by the garbage collector, by leaving a block; and what is left then.
import { afterEach, describe, expect, test } from 'vitest';
import { BufReader, BufWriter, LineWriter, TcpListener, TcpStream, UdpSocket } from '../../lib/index.js';
import { socketCount } from '../support/counts.mjs';
import { errorOf } from '../support/errors.js';
import { stopPrograms } from '../support/program.js';
import { start } from './programs.js';

afterEach(stopPrograms);

const NOT_A_HANG_MS = 5_000;

/** How each call ended, by its name; in a process that holds nothing more afterwards. */
async function endElsewhere(how: string, names: readonly string[]): Promise<Record<string, string>> {
  const program = start('programs/close-elsewhere.mjs', [how, ...names], { deadlineMs: 40_000 });
  const results = (await program.output()).map((line) => JSON.parse(line));
  expect(results.slice(0, -1).map(({ name }) => name)).toEqual(names);
  for (const { name, ms } of results.slice(0, -1)) expect(ms, name).toBeLessThan(NOT_A_HANG_MS);
  const [before, after] = results.at(-1).descriptors;
  expect(after).toBeLessThanOrEqual(before);
  return Object.fromEntries(results.slice(0, -1).map(({ name, end }) => [name, end]));
}

const CLOSED = 'threw ERR_SOCKET_CLOSED';

test('close() in another thread ends the call', async () => {
  const names = ['read', 'readLine', 'readToEnd', 'write', 'accept', 'recvFrom'];
  expect(await endElsewhere('close', names)).toEqual({
    // A read may see the end of the stream that closing makes, before it sees why.
    read: expect.stringMatching(/^(returned 0|threw ERR_SOCKET_CLOSED)$/),
    readLine: expect.stringMatching(/^(returned null|threw ERR_SOCKET_CLOSED)$/),
    readToEnd: expect.stringMatching(/^(returned 0|threw ERR_SOCKET_CLOSED)$/),
    write: CLOSED,
    accept: CLOSED,
    recvFrom: CLOSED,
  });
}, 50_000);

test('disposal in another thread ends the call', async () => {
  expect(await endElsewhere('dispose', ['recvFrom'])).toEqual({ recvFrom: CLOSED });
});

test('shutdown() through a clone ends the call', async () => {
  expect(await endElsewhere('shutdown', ['read', 'readLine', 'readToEnd', 'write'])).toEqual({
    read: 'returned 0',
    readLine: 'returned null',
    readToEnd: 'returned 0',
    write: 'threw EPIPE',
  });
}, 50_000);

test('the garbage collector closes what nobody holds', async () => {
  const lines = await start('programs/collected.mjs', [], { flags: ['--expose-gc'] }).output();
  const { opened, left, held } = JSON.parse(lines[0] ?? '{}');
  expect(opened).toBeGreaterThanOrEqual(100);
  expect(left).toBe(held);
  expect(lines[1]).toBe('still here');
});

describe('disposal', () => {
  const pair = (): [TcpStream, TcpStream] => {
    using listener = TcpListener.bind('127.0.0.1:0');
    const near = TcpStream.connect(listener.localAddr());
    return [near, listener.accept()[0]];
  };
  const isClosed = (call: () => unknown): void => expect(errorOf(call).code).toBe('ERR_SOCKET_CLOSED');

  test('`using` closes sockets at the end of the block', () => {
    const before = socketCount();
    let kept: [TcpListener, UdpSocket, TcpStream, TcpStream];
    {
      using listener = TcpListener.bind('127.0.0.1:0');
      using socket = UdpSocket.bind('127.0.0.1:0');
      using stream = TcpStream.connect(listener.localAddr());
      using accepted = listener.accept()[0];
      kept = [listener, socket, stream, accepted];
    }
    expect(socketCount()).toBe(before);
    const [listener, socket, stream, accepted] = kept;
    isClosed(() => listener.accept());
    isClosed(() => socket.recv(new Uint8Array(1)));
    isClosed(() => stream.read(new Uint8Array(1)));
    isClosed(() => accepted.asRawFd());
    for (const handle of kept) handle.close(); // idempotent
  });

  test('`await using` closes too', async () => {
    const before = socketCount();
    {
      await using listener = TcpListener.bind('127.0.0.1:0');
      expect(listener.localAddr().port).toBeGreaterThan(0);
    }
    expect(socketCount()).toBe(before);
  });

  test('a reader closes its stream, a writer flushes and closes it', () => {
    const before = socketCount();
    const [near, far] = pair();
    {
      using reader = new BufReader(far);
      {
        using writer = new BufWriter(near);
        writer.write('buffered');
      }
      expect(reader.readToString()).toBe('buffered');
    }
    expect(socketCount()).toBe(before);

    const [from, to] = pair();
    {
      using _writer = new LineWriter(from);
      _writer.write('no newline');
    }
    expect(to.readToString()).toBe('no newline');
    to.close();
    expect(socketCount()).toBe(before);
  });

  test('a moved handle stays usable where it went', () => {
    const before = socketCount();
    const [near, far] = pair();
    {
      using old = near;
      using moved = TcpStream.fromRawFd(old.intoRawFd());
      expect(errorOf(() => old.read(new Uint8Array(1))).code).toBe('ERR_USE_AFTER_MOVE');
      far.writeAll('x');
      expect(moved.read(new Uint8Array(1))).toBe(1);
    }
    far.close();
    expect(socketCount()).toBe(before);
  });
});
