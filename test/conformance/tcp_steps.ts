import { type IoError, type Shutdown, TcpListener, TcpStream } from '../../lib/index.js';
import { PATIENCE, until, untilDone, untilError, wouldBlock } from './repeat.js';
import { showBytes, showError, showLimit, showTaken } from './show.js';
import { bytesOf, limitOf, type Step, type World } from './world.js';

type Make<S> = Record<string, (world: World, args: readonly string[]) => S>;

export const makeListener: Make<TcpListener> = {
  listen: (world, [address]) => TcpListener.bind(world.resolve(address!)),
};

export const makeStream: Make<TcpStream> = {
  connect: (world, [address]) => connected(world, TcpStream.connect(world.resolve(address!))),
  connect_port: (world, [host, of]) => connected(world, TcpStream.connect([host!, world.address(of!).port])),
  connect_timeout: (world, [address, ms]) =>
    connected(
      world,
      TcpStream.connectTimeout(address!.startsWith('@') ? world.address(address!) : address!, Number(ms)),
    ),
};

function connected(world: World, stream: TcpStream): TcpStream {
  world.waiting++;
  return stream;
}

/** A blocking accept has no time limit: one that nothing was connected for must show, not hang the test. */
export function accept(world: World, verb: string, name: string, from: string): string {
  const listener = world.sockets.get(from) as TcpListener;
  if (verb === 'accept' && world.waiting === 0) return 'would block for ever';
  const again = (error: IoError) => verb === 'accept_soon' && wouldBlock(error);
  const [stream, peer] = untilDone(() => listener.accept(), again);
  world.waiting--;
  world.add(name, stream);
  return world.show(peer);
}

export const listenerSteps: Record<string, Step<TcpListener>> = {
  local_addr: (listener, _, world) => world.show(listener.localAddr()),
  take_error: (listener) => showTaken(listener.takeError()),
  set_nonblocking: (listener, [on]) => listener.setNonblocking(on === 'true'),
  set_ttl: (listener, [n]) => listener.setTtl(Number(n)),
  ttl: (listener) => listener.ttl(),
  fill_backlog: (listener, _, world) => {
    for (let i = 0; i < 1000; i++) world.others.push(TcpStream.connectTimeout(listener.localAddr(), 300));
    return 'a thousand are in';
  },
};

export const streamSteps: Record<string, Step<TcpStream>> = {
  local_addr: (stream, _, world) => world.show(stream.localAddr()),
  peer_addr: (stream, _, world) => world.show(stream.peerAddr()),
  shutdown: (stream, [how]) => stream.shutdown(how as Shutdown),
  await_closed: (stream) => {
    const error = untilError(() => stream.peerAddr());
    return error === null ? 'never' : showError(error);
  },
  take_error: (stream) => showTaken(stream.takeError()),
  take_error_soon: (stream) =>
    showTaken(
      until(
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
  read_exact: guarded((stream, [n]) => {
    const buffer = Buffer.alloc(Number(n));
    stream.readExact(buffer);
    return showBytes(buffer);
  }),
  read_to_end: guarded((stream) => showBytes(stream.readToEnd())),
  read_to_string: guarded((stream) => showBytes(Buffer.from(stream.readToString()))),
  read_vectored: guarded((stream, [sizes]) => {
    const parts = sizes!.split(',').map((n) => Buffer.alloc(Number(n), '.'));
    const n = stream.readVectored(parts);
    return [n, ...parts.map(showBytes)].join(' ');
  }),
  write: guarded((stream, [data]) => stream.write(bytesOf(data!))),
  write_all: guarded((stream, [data]) => stream.writeAll(bytesOf(data!))),
  write_vectored: guarded((stream, [parts]) => stream.writeVectored(parts!.split(',').map(bytesOf))),
  write_slices: guarded((stream, [n]) => stream.writeVectored(Array(Number(n)).fill(Buffer.from('x')))),
  write_until_error: (stream, _, world) => {
    const chunk = Buffer.alloc(65536, 'x');
    for (world.written = 0; ; ) world.written += stream.write(chunk);
  },
  read_written: guarded((stream, _, world) => {
    const all = Buffer.alloc(world.written);
    stream.readExact(all);
    return all.equals(Buffer.alloc(all.length, 'x')) ? 'all of it' : 'something else';
  }),
};

/** Gives a stream without time limits one for the length of a call: a step that should not block must not hang. */
function guarded(step: Step<TcpStream>): Step<TcpStream> {
  return (stream, args, world) => {
    const noRead = stream.readTimeout() === null;
    const noWrite = stream.writeTimeout() === null;
    if (noRead) stream.setReadTimeout(PATIENCE);
    if (noWrite) stream.setWriteTimeout(PATIENCE);
    try {
      return step(stream, args, world);
    } finally {
      if (noRead) stream.setReadTimeout(null);
      if (noWrite) stream.setWriteTimeout(null);
    }
  };
}

export function read(size: string, call: (buffer: Buffer) => number): string {
  const buffer = Buffer.alloc(Number(size));
  const n = call(buffer);
  return showBytes(buffer.subarray(0, n));
}
