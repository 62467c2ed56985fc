import type { IoError, Shutdown } from '../../lib/index.js';
import type { Listener, Stream } from './api.js';
import { PATIENCE, until, untilDone, untilError, wouldBlock } from './repeat.js';
import { showBytes, showError, showLimit, showTaken } from './show.js';
import { bytesOf, limitOf, type Step, type World } from './world.js';

type Make<S> = Record<string, (world: World, args: readonly string[]) => Promise<S> | S>;

export const makeListener: Make<Listener> = {
  listen: (world, [address]) => world.api.TcpListener.bind(world.resolve(address!)),
};

export const makeStream: Make<Stream> = {
  connect: async (world, [address]) =>
    connected(world, await world.api.TcpStream.connect(world.resolve(address!))),
  connect_port: async (world, [host, of]) =>
    connected(world, await world.api.TcpStream.connect([host!, world.address(of!).port])),
  connect_timeout: async (world, [address, ms]) =>
    connected(
      world,
      await world.api.TcpStream.connectTimeout(
        address!.startsWith('@') ? world.address(address!) : address!,
        Number(ms),
      ),
    ),
};

function connected(world: World, stream: Stream): Stream {
  world.waiting++;
  return stream;
}

/** A blocking accept has no time limit: one that nothing was connected for must show, not hang the test. */
export async function accept(world: World, verb: string, name: string, from: string): Promise<string> {
  const listener = world.sockets.get(from) as Listener;
  if (verb === 'accept' && world.waiting === 0) return 'would block for ever';
  const again = (error: IoError) => verb === 'accept_soon' && wouldBlock(error);
  const [stream, peer] = await untilDone(async () => await listener.accept(), again);
  world.waiting--;
  world.add(name, stream);
  return world.show(peer);
}

export const listenerSteps: Record<string, Step<Listener>> = {
  local_addr: (listener, _, world) => world.show(listener.localAddr()),
  take_error: (listener) => showTaken(listener.takeError()),
  set_nonblocking: (listener, [on]) => listener.setNonblocking(on === 'true'),
  set_ttl: (listener, [n]) => listener.setTtl(Number(n)),
  ttl: (listener) => listener.ttl(),
  fill_backlog: async (listener, _, world) => {
    const { TcpStream } = world.api;
    for (let i = 0; i < 1000; i++)
      world.others.push(await TcpStream.connectTimeout(listener.localAddr(), 300));
    return 'a thousand are in';
  },
};

export const streamSteps: Record<string, Step<Stream>> = {
  local_addr: (stream, _, world) => world.show(stream.localAddr()),
  peer_addr: (stream, _, world) => world.show(stream.peerAddr()),
  shutdown: (stream, [how]) => stream.shutdown(how as Shutdown),
  await_closed: async (stream) => {
    const error = await untilError(() => stream.peerAddr());
    return error === null ? 'never' : showError(error);
  },
  take_error: (stream) => showTaken(stream.takeError()),
  take_error_soon: async (stream) =>
    showTaken(
      await until(
        () => stream.takeError(),
        (error) => error !== null,
      ),
    ),
  read_timeout: (stream) => showLimit(stream.readTimeout()),
  write_timeout: (stream) => showLimit(stream.writeTimeout()),
  set_read_timeout: (stream, [ms]) => stream.setReadTimeout(limitOf(ms!)),
  set_write_timeout: (stream, [ms]) => stream.setWriteTimeout(limitOf(ms!)),
  nodelay: (stream) => stream.nodelay(),
  set_nodelay: (stream, [on]) => stream.setNodelay(on === 'true'),
  ttl: (stream) => stream.ttl(),
  set_ttl: (stream, [n]) => stream.setTtl(Number(n)),
  linger: (stream) => {
    const ms = stream.linger();
    return ms === null ? 'None' : `${ms / 1000} s`;
  },
  set_linger: (stream, [seconds]) => stream.setLinger(seconds === 'none' ? null : Number(seconds) * 1000),
  set_nonblocking: (stream, [on]) => stream.setNonblocking(on === 'true'),

  read: guarded((stream, [n]) => read(n!, (buffer) => stream.read(buffer))),
  peek: guarded((stream, [n]) => read(n!, (buffer) => stream.peek(buffer))),
  peek_soon: guarded((stream, [n]) => untilDone(() => read(n!, (buffer) => stream.peek(buffer)), wouldBlock)),
  read_some: guarded((stream, [n]) =>
    until(
      () => read(n!, (buffer) => stream.read(buffer)),
      (text) => text !== '""',
    ),
  ),
  read_exact: guarded(async (stream, [n]) => {
    const buffer = Buffer.alloc(Number(n));
    await stream.readExact(buffer);
    return showBytes(buffer);
  }),
  read_to_end: guarded(async (stream) => showBytes(await stream.readToEnd())),
  read_to_string: guarded(async (stream) => showBytes(Buffer.from(await stream.readToString()))),
  read_vectored: guarded(async (stream, [sizes]) => {
    const parts = sizes!.split(',').map((n) => Buffer.alloc(Number(n), '.'));
    const n = await stream.readVectored(parts);
    return [n, ...parts.map(showBytes)].join(' ');
  }),
  write: guarded((stream, [data]) => stream.write(bytesOf(data!))),
  write_all: guarded((stream, [data]) => stream.writeAll(bytesOf(data!))),
  write_vectored: guarded((stream, [parts]) => stream.writeVectored(parts!.split(',').map(bytesOf))),
  write_slices: guarded((stream, [n]) => stream.writeVectored(Array(Number(n)).fill(Buffer.from('x')))),
  write_until_error: async (stream, _, world) => {
    const chunk = Buffer.alloc(65536, 'x');
    for (world.written = 0; ; ) world.written += await stream.write(chunk);
  },
  read_written: guarded(async (stream, _, world) => {
    const all = Buffer.alloc(world.written);
    await stream.readExact(all);
    return all.equals(Buffer.alloc(all.length, 'x')) ? 'all of it' : 'something else';
  }),
};

/** Gives a stream without time limits one for the length of a call: a step that should not block must not hang. */
function guarded(step: Step<Stream>): Step<Stream> {
  return async (stream, args, world) => {
    const noRead = stream.readTimeout() === null;
    const noWrite = stream.writeTimeout() === null;
    if (noRead) stream.setReadTimeout(PATIENCE);
    if (noWrite) stream.setWriteTimeout(PATIENCE);
    try {
      return await step(stream, args, world);
    } finally {
      if (noRead) stream.setReadTimeout(null);
      if (noWrite) stream.setWriteTimeout(null);
    }
  };
}

export async function read(
  size: string,
  call: (buffer: Buffer) => number | Promise<number>,
): Promise<string> {
  const buffer = Buffer.alloc(Number(size));
  const n = await call(buffer);
  return showBytes(buffer.subarray(0, n));
}
