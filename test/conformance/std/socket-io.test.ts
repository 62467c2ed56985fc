// What Rust's io tests say of Read and Write, held against sockets: the buffered readers and writers over a TcpStream,
// and TcpStream's own readExact, readToEnd, readToString and writeAll.
import { afterAll, afterEach, expect } from 'vitest';
import {
  BufReader,
  BufWriter,
  copy,
  LineWriter,
  Shutdown,
  TcpListener,
  TcpStream,
} from '../../../lib/index.js';
import { eachIp, type Loopback } from '../../support/each-ip.js';
import { errorOf } from '../../support/errors.js';
import { endAllThreads, endThreads, spawn } from '../../support/thread.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();
afterEach(endThreads);
afterAll(endAllThreads);

/** Both ends of a connection, in this thread: what fits in the socket buffers needs no other. */
function pair(host: Loopback): [near: TcpStream, far: TcpStream] {
  using listener = TcpListener.bind([host, 0]);
  const near = TcpStream.connect(listener.localAddr());
  return [near, listener.accept()[0]];
}

eachIp('read_exact', (host) => {
  const [near, far] = pair(host);
  using reader = far;
  near.writeAll('1234567');
  near.close();
  const buf = Buffer.alloc(4);
  reader.readExact(buf);
  expect(buf.toString()).toBe('1234');
  const error = errorOf(() => reader.readExact(buf));
  expect([error.kind, error.message, error.transferred]).toEqual([
    'UnexpectedEof',
    'failed to fill whole buffer',
    3,
  ]);
  reader.readExact(new Uint8Array(0)); // nothing to fill, also at the end
});

eachIp('read_to_end', (host) => {
  const [near, far] = pair(host);
  using reader = far;
  near.writeAll('one ');
  near.writeAll('two');
  near.shutdown(Shutdown.Write);
  expect(reader.readToEnd().toString()).toBe('one two');
  expect(reader.readToEnd().length).toBe(0);
  near.close();
});

eachIp('read_to_string', (host) => {
  const [near, far] = pair(host);
  using reader = far;
  near.writeAll(Uint8Array.of(0xe2, 0x82, 0xac, 0xff));
  near.close();
  expect(errorOf(() => reader.readToString()).kind).toBe('InvalidData');
});

eachIp('write_all', (host) => {
  // More than the socket buffers hold: the peer counts while this thread is in the call.
  const size = 16 * 1024 * 1024;
  const [near, far] = pair(host);
  const counter = spawn(({ TcpStream }, fd) => {
    const stream = TcpStream.fromRawFd(fd);
    const buf = new Uint8Array(256 * 1024);
    let total = 0;
    let wrong = 0;
    for (let n = stream.read(buf); n > 0; n = stream.read(buf)) {
      for (let i = 0; i < n; i++) if (buf[i] !== (total + i) % 251) wrong++;
      total += n;
    }
    stream.close();
    return { total, wrong };
  }, far.intoRawFd());
  near.writeAll(
    Buffer.alloc(
      size,
      Uint8Array.from({ length: 251 }, (_, i) => i),
    ),
  );
  near.close();
  expect(counter.join()).toEqual({ total: size, wrong: 0 });
});

eachIp('lines', (host) => {
  const [near, far] = pair(host);
  using reader = new BufReader(far, 3);
  near.writeAll('hello\r\nwörld\n\nlast');
  near.close();
  expect([...reader.lines()]).toEqual(['hello', 'wörld', '', 'last']);
  expect(reader.readLine()).toBeNull();
});

eachIp('copy', (host) => {
  const [near, far] = pair(host);
  const [back, end] = pair(host);
  near.writeAll('through two connections');
  near.close();
  expect(copy(far, back)).toBe(23);
  back.close();
  expect(end.readToString()).toBe('through two connections');
  far.close();
  end.close();
});

eachIp('buffered_writer', (host) => {
  const [near, far] = pair(host);
  using reader = far;
  reader.setNonblocking(true);
  const buf = Buffer.alloc(64);
  const writer = new BufWriter(near);
  writer.write('buffered');
  expect(errorOf(() => reader.read(buf)).kind).toBe('WouldBlock'); // nothing has left yet
  writer.flush();
  reader.setNonblocking(false);
  expect(reader.read(buf)).toBe(8);

  const lines = new LineWriter(writer.intoInner());
  lines.write('one\ntwo');
  expect(reader.read(buf)).toBe(4);
  lines.close(); // flushes, then closes the stream
  expect(reader.readToString()).toBe('two');
});
