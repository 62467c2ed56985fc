// A handler for inWorkers(): the first line of a connection says what it does with it.
import { BufReader, IoError, TcpStream } from 'stdnet';

const kept = [];
const never = new Int32Array(new SharedArrayBuffer(4));
const sleep = (ms) => Atomics.wait(never, 0, 0, ms);

const tasks = {
  echo(stream, reader) {
    const buf = Buffer.alloc(65536);
    for (let n = reader.read(buf); n > 0; n = reader.read(buf)) stream.writeAll(buf.subarray(0, n));
  },
  who(stream, _reader, context) {
    const { id, peer, data, worker } = context;
    const same = peer.equals(stream.peerAddr());
    stream.writeAll(`${JSON.stringify({ id, peer, data, worker, same })}\n`);
  },
  options(stream) {
    const options = [stream.readTimeout(), stream.writeTimeout(), stream.nodelay()];
    stream.writeAll(`${JSON.stringify(options)}\n`);
  },
  sleep(stream, _reader, _context, ms) {
    sleep(Number(ms));
    stream.writeAll('slept\n');
  },
  /** Serves with clones in several ways, and leaves two open. */
  clones(stream, reader) {
    const writer = stream.tryClone();
    kept.push(stream.tryClone());
    stream.close();
    const exact = Buffer.alloc(4);
    reader.readExact(exact);
    writer.writeVectored([exact, Buffer.from('!')]);
    writer.write('ok\n');
  },
  throw(_stream, _reader, _context, message) {
    throw new RangeError(message);
  },
  throwString() {
    throw 'not an error';
  },
  throwIo() {
    throw new IoError('TimedOut', 'too late', { code: 'ERR_TOO_LATE', syscall: 'recv' });
  },
  throwOs(_stream, _reader, _context, addr) {
    TcpStream.connect(addr);
  },
  async promise() {
    throw new Error('of a promise');
  },
  exit(_stream, _reader, _context, code) {
    process.exit(Number(code));
  },
  later(stream, _reader, _context, ms) {
    setTimeout(() => {
      throw new Error('from a timer');
    }, Number(ms));
    stream.writeAll('in a moment\n');
  },
  memory() {
    for (;;) kept.push(new Array(100_000).fill(kept.length));
  },
  hang(stream) {
    stream.writeAll('hanging\n');
    sleep(600_000);
  },
};

export default function handle(stream, context) {
  const reader = new BufReader(stream);
  const [task, argument] = reader.readLine()?.trim().split(' ') ?? ['nothing'];
  return tasks[task]?.(stream, reader, context, argument);
}
