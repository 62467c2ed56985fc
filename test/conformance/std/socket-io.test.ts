// What Rust's io tests say of Read and Write, held against sockets: the buffered readers and writers over a TcpStream,
// and TcpStream's own readExact, readToEnd, readToString and writeAll.
import { afterAll, afterEach, expect } from 'vitest';
import type { TcpStream } from '../../../lib/async/index.js';
import { Shutdown } from '../../../lib/index.js';
import type { Loopback } from '../../support/each-ip.js';
import { errorSoon } from '../../support/errors.js';
import { endAllThreads, endThreads, spawn } from '../../support/thread.js';
import { useWatchdog } from '../../support/watchdog.js';
import { type Api, eachApiAndIp, listOf } from '../each-api.js';

useWatchdog();
afterEach(endThreads);
afterAll(endAllThreads);

/** Both ends of a connection, in this thread: what fits in the socket buffers needs no other. */
async function pair(
  { TcpListener, TcpStream }: Api,
  host: Loopback,
): Promise<[near: TcpStream, far: TcpStream]> {
  using listener = await TcpListener.bind([host, 0]);
  const near = await TcpStream.connect(listener.localAddr());
  return [near, (await listener.accept())[0]];
}

eachApiAndIp('read_exact', async (api, host) => {
  const [near, far] = await pair(api, host);
  using reader = far;
  await near.writeAll('1234567');
  near.close();
  const buf = Buffer.alloc(4);
  await reader.readExact(buf);
  expect(buf.toString()).toBe('1234');
  const error = await errorSoon(() => reader.readExact(buf));
  expect([error.kind, error.message, error.transferred]).toEqual([
    'UnexpectedEof',
    'failed to fill whole buffer',
    3,
  ]);
  await reader.readExact(new Uint8Array(0)); // nothing to fill, also at the end
});

eachApiAndIp('read_to_end', async (api, host) => {
  const [near, far] = await pair(api, host);
  using reader = far;
  await near.writeAll('one ');
  await near.writeAll('two');
  await near.shutdown(Shutdown.Write);
  expect((await reader.readToEnd()).toString()).toBe('one two');
  expect((await reader.readToEnd()).length).toBe(0);
  near.close();
});

eachApiAndIp('read_to_string', async (api, host) => {
  const [near, far] = await pair(api, host);
  using reader = far;
  await near.writeAll(Uint8Array.of(0xe2, 0x82, 0xac, 0xff));
  near.close();
  expect((await errorSoon(() => reader.readToString())).kind).toBe('InvalidData');
});

eachApiAndIp('write_all', async (api, host) => {
  // More than the socket buffers hold: the peer counts while this thread is in the call.
  const size = 16 * 1024 * 1024;
  const [near, far] = await pair(api, host);
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
  await near.writeAll(
    Buffer.alloc(
      size,
      Uint8Array.from({ length: 251 }, (_, i) => i),
    ),
  );
  near.close();
  expect(await counter.joined()).toEqual({ total: size, wrong: 0 });
});

eachApiAndIp('lines', async (api, host) => {
  const [near, far] = await pair(api, host);
  using reader = new api.BufReader(far, 3);
  await near.writeAll('hello\r\nwörld\n\nlast');
  near.close();
  expect(await listOf(reader.lines())).toEqual(['hello', 'wörld', '', 'last']);
  expect(await reader.readLine()).toBeNull();
});

eachApiAndIp('copy', async (api, host) => {
  const [near, far] = await pair(api, host);
  const [back, end] = await pair(api, host);
  await near.writeAll('through two connections');
  near.close();
  expect(await api.copy(far, back)).toBe(23);
  back.close();
  expect(await end.readToString()).toBe('through two connections');
  far.close();
  end.close();
});

eachApiAndIp('buffered_writer', async (api, host) => {
  const [near, far] = await pair(api, host);
  using reader = far;
  const buf = Buffer.alloc(64);
  const writer = new api.BufWriter(near);
  reader.setReadTimeout(1);
  await writer.write('buffered');
  expect((await errorSoon(() => reader.read(buf))).kind).toBe('WouldBlock'); // nothing has left yet
  await writer.flush();
  reader.setReadTimeout(null);
  expect(await reader.read(buf)).toBe(8);

  const lines = new api.LineWriter(await writer.intoInner());
  await lines.write('one\ntwo');
  expect(await reader.read(buf)).toBe(4);
  await lines.close(); // flushes, then closes the stream
  expect(await reader.readToString()).toBe('two');
});
