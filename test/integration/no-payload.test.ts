// What was sent turns up in nothing that programs log: no error, no util.inspect().
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as later from '../../lib/async/index.js';
import {
  BufReader,
  BufWriter,
  handlers,
  IoError,
  inWorkers,
  KvStore,
  LineWriter,
  serve,
  serveUdp,
  UdpSocket,
} from '../../lib/index.js';
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
    using lines = new LineWriter(near);
    lines.write(SECRET);
    for (const holder of [reader, writer, lines, near, far]) expectNoPayload(holder);
  });

  it('the asynchronous ones, and their errors', async () => {
    await using listener = await later.TcpListener.bind('127.0.0.1:0');
    const accepted = listener.accept();
    await using near = await later.TcpStream.connect(listener.localAddr());
    const [far] = await accepted;
    await near.writeAll(SECRET);
    await using reader = new later.BufReader(far);
    expect(String(await reader.fillBuf())).toBe(SECRET);
    expectNoPayload(await reader.readLine(4).catch((error) => error));
    const writer = new later.BufWriter(near);
    await writer.write(SECRET);
    near.writeAll(SECRET.repeat(500_000)).catch(() => {}); // waits for a peer that does not read
    for (const holder of [listener, near, far, reader, writer]) expectNoPayload(holder);
    far.setReadTimeout(1);
    const error = await reader.readToString().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(IoError);
    expectNoPayload(error);
  });

  it('datagrams: sockets, servers, what is too long', async () => {
    using socket = UdpSocket.bind('127.0.0.1:0');
    const come = new EventEmitter();
    await using server = serveUdp('127.0.0.1:0', () => come.emit('datagram'));
    const datagram = once(come, 'datagram');
    socket.sendTo(SECRET, server.localAddr());
    await datagram;
    const long = SECRET.repeat(5_000);
    const errors = [
      thrownBy(() => socket.sendTo(long, server.localAddr())),
      thrownBy(() => socket.sendMany([[long, server.localAddr()]])),
      thrownBy(() => server.sendTo(long, socket.localAddr())),
    ];
    for (const told of [socket, server, server.stats(), ...errors]) expectNoPayload(told);
  });

  it('a handler in a Worker that fails, and its data', async () => {
    const module = `data:text/javascript,${encodeURIComponent(`
      export default (stream) => {
        stream.readExact(Buffer.alloc(${SECRET.length}));
        stream.setReadTimeout(1);
        stream.readExact(Buffer.alloc(99));
      };`)}`;
    const handler = inWorkers(module, { threads: 1, data: { password: SECRET } });
    await using server = serve('127.0.0.1:0', handler);
    const ended = once(server, 'disconnect');
    connect(server.localAddr().port, '127.0.0.1')
      .on('error', () => {})
      .resume()
      .write(SECRET + SECRET);
    const [info] = await ended;
    expect(info.error).toBeInstanceOf(IoError);
    for (const told of [handler, info, info.error, server]) expectNoPayload(told);
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
