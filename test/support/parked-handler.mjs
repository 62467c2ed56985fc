// A handler for inWorkers() that holds many connections: the first line of each says what it does from then on.
import { parentPort } from 'node:worker_threads';
import { IoError } from 'stdnet';

const connections = new Map();
const kept = [];
const ends = [];
let ticks = 0;
setInterval(() => ticks++, 1);

const never = new Int32Array(new SharedArrayBuffer(4));

/** What is done with what follows the first line, and with each chunk after it. */
const tasks = {
  echo: ({ stream }, chunk) => stream.writeAll(chunk),
  who({ stream, context }) {
    const { id, peer, data, worker } = context;
    const same = peer.equals(stream.peerAddr());
    stream.writeAll(`${JSON.stringify({ id, peer, data, worker, same })}\n`);
  },
  options({ stream }) {
    const options = [stream.readTimeout(), stream.writeTimeout(), stream.nodelay()];
    stream.writeAll(`${JSON.stringify(options)}\n`);
  },
  /** Answers at the peer's end only. */
  count: () => {},
  open: ({ stream }) => stream.writeAll(`${connections.size}\n`),
  ends: ({ stream }) => stream.writeAll(`${ends}\n`),
  ticks: ({ stream }) => stream.writeAll(`${ticks}\n`),
  broadcast(_connection, chunk) {
    for (const { stream } of connections.values()) stream.writeAll(chunk);
  },
  /** Reads by itself what is still to come of four bytes. */
  four({ stream }, chunk) {
    const rest = Buffer.alloc(4 - chunk.length);
    stream.readExact(rest);
    stream.writeAll(Buffer.concat([chunk, rest, Buffer.from('\n')]));
  },
  close: ({ stream }) => stream.close(),
  closeLater: ({ stream }, _chunk, ms) => setTimeout(() => stream.close(), Number(ms)),
  closeOther: (_connection, _chunk, id) => connections.get(Number(id)).stream.close(),
  clones({ stream }, chunk) {
    kept.push(stream.tryClone());
    const writer = stream.tryClone();
    stream.close();
    writer.writeAll(chunk);
    writer.close();
    throw new RangeError('with a clone open');
  },
  throw(_connection, _chunk, message) {
    throw new RangeError(message);
  },
  throwIo() {
    throw new IoError('TimedOut', 'too late', { code: 'ERR_TOO_LATE', syscall: 'recv' });
  },
  async promise() {
    throw new Error('of a promise');
  },
  /** Is silent until it has more than the kernel takes. */
  flood({ stream }) {
    const block = Buffer.alloc(1 << 20, 'x');
    for (;;) stream.writeAll(block);
  },
  transfer({ stream }, chunk) {
    stream.writeAll(chunk);
    parentPort.postMessage(chunk.buffer, [chunk.buffer]);
  },
  keepChunk(_connection, chunk) {
    kept.push(chunk);
  },
  exit: (_connection, _chunk, code) => process.exit(Number(code)),
  later(_connection, _chunk, ms) {
    setTimeout(() => {
      throw new Error('from a timer');
    }, Number(ms));
  },
  /** Until the data, a SharedArrayBuffer, says so. */
  block({ context, stream }) {
    const state = new Int32Array(context.data);
    stream.writeAll('blocking\n');
    Atomics.wait(state, 0, 0);
  },
  hang({ stream }) {
    stream.writeAll('hanging\n');
    Atomics.wait(never, 0, 0);
  },
};

export function onOpen(stream, context) {
  connections.set(context.id, { stream, context, seen: 0, task: null });
  if (context.data === 'greet') stream.writeAll('hello\n');
  if (context.data === 'refuse') throw new RangeError('refused');
}

export function onData(stream, chunk, context) {
  const connection = connections.get(context.id);
  if (connection.stream !== stream || connection.context !== context)
    throw new Error('of another connection');
  connection.seen += chunk.length;
  let rest = chunk;
  if (connection.task === null) {
    const end = chunk.indexOf('\n');
    const [task, argument] = chunk.toString('latin1', 0, end).split(' ');
    Object.assign(connection, { task, argument });
    rest = chunk.subarray(end + 1);
  }
  return tasks[connection.task](connection, rest, connection.argument);
}

export function onEnd(stream, context) {
  const { seen, task } = connections.get(context.id);
  connections.delete(context.id);
  ends.push(context.id);
  if (task === 'count') stream.writeAll(`${seen}\n`);
  if (task === 'throwAtEnd') throw new RangeError('at the end');
}
