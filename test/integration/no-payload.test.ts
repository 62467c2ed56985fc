// What was sent turns up in nothing that programs log: no error, no util.inspect().
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BufReader, BufWriter, handlers, IoError, KvStore, serve } from '../../lib/index.js';
import { pair } from '../support/pair.js';

const SECRET = 'correct-horse-battery';
const EVERYTHING = { depth: 9, getters: true, maxStringLength: null } as const;

/** As text, as a log of objects has it, as JSON, and byte by byte. */
function logged(value: unknown): string {
  return [
    inspect(value, EVERYTHING),
    String(value),
    JSON.stringify(value),
    String((value as Error).stack),
  ].join('\n');
}

function expectNoPayload(value: unknown): void {
  const text = logged(value);
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain(
    Buffer.from(SECRET)
      .toString('hex', 0, 6)
      .replace(/..(?=.)/g, '$& '),
  );
  expect(text).not.toContain([...Buffer.from(SECRET)].slice(0, 4).join(','));
}

function thrownBy(call: () => unknown): IoError {
  try {
    call();
  } catch (error) {
    if (IoError.isIoError(error)) return error;
  }
  throw new Error('no IoError');
}

describe('nothing of what was sent is in', () => {
  it('errors of reading, whatever they keep for the program', () => {
    const [near, far] = pair();
    far.writeAll(Buffer.concat([Buffer.from(SECRET), Buffer.from([0xff])]));
    far.close();
    const error = thrownBy(() => near.readToString());
    expect(error.partial?.toString('latin1')).toContain(SECRET);
    expectNoPayload(error);
    expectNoPayload({ ...error });
    near.close();
  });

  it('a line over its limit', () => {
    const [near, far] = pair();
    far.writeAll(`${SECRET}\n`);
    using reader = new BufReader(near);
    expectNoPayload(thrownBy(() => reader.readLine(4)));
    far.close();
  });

  it('readers and writers that hold it', () => {
    const [near, far] = pair();
    far.writeAll(SECRET);
    using reader = new BufReader(near);
    expect(String(reader.fillBuf())).toBe(SECRET);
    using writer = new BufWriter(far);
    writer.write(SECRET);
    for (const holder of [reader, writer, near, far]) expectNoPayload(holder);
  });

  it('a store, and its refusal', () => {
    const store = new KvStore({ maxBytes: 256 });
    store.set(SECRET, SECRET);
    expectNoPayload(store);
    expectNoPayload(thrownBy(() => store.set(SECRET, SECRET.repeat(100))));
  });

  it.each([
    ['lines', `${SECRET}${'x'.repeat(99)}\n`, handlers.lines({ maxLine: 64 })],
    ['kv', `SET ${SECRET} ${'x'.repeat(99)}\n`, handlers.kv(undefined, { maxLine: 64 })],
    ['RESP2', `*1\r\n$${SECRET}\r\n`, handlers.kv()],
  ])('the end of a connection, %s', async (_, sent, handler) => {
    await using server = serve('127.0.0.1:0', handler);
    const ended = once(server, 'disconnect');
    connect(server.localAddr().port, '127.0.0.1')
      .on('error', () => {})
      .resume()
      .end(sent);
    const [info] = await ended;
    expect(info.error).toBeInstanceOf(IoError);
    for (const told of [info, info.error, server, server.stats()]) expectNoPayload(told);
  });

  it('a connection that JavaScript handles, with bytes that wait both ways', async () => {
    const opened = new EventEmitter();
    await using server = serve('127.0.0.1:0', (connection) => {
      connection.on('error', () => {}).pause();
      connection.write(SECRET.repeat(500_000));
      opened.emit('opened', connection);
    });
    const came = once(opened, 'opened');
    const peer = connect(server.localAddr().port, '127.0.0.1').pause();
    peer.write(SECRET);
    const [connection] = await came;
    const duplex = connection.toDuplex().on('error', () => {});
    for (const holder of [connection, duplex, server]) expectNoPayload(holder);
    peer.destroy();
  });
});
