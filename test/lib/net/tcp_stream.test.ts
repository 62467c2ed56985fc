import { afterEach, describe, expect, it } from 'vitest';
import { SocketAddr, TcpListener, TcpStream } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { eachIp } from '../../support/each-ip.js';
import { endPeers, nodePeer } from '../../support/node-peer.js';
import { pair } from '../../support/pair.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();
afterEach(endPeers);

/** A node:net server that sends back what it gets, and ends when its peer does. */
const echo = (host: string) =>
  nodePeer(({ net, ready, done }, on) => {
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => {}).pipe(socket);
      socket.on('close', () => done({ read: socket.bytesRead, written: socket.bytesWritten }));
    });
    server.listen(0, on, () => ready(server.address()));
  }, host);

/** A node:net server that sends this, and ends. */
const sender = (host: string, text: string) =>
  nodePeer(
    ({ net, ready }, on, data) => {
      const server = net.createServer((socket) => socket.on('error', () => {}).end(data));
      server.listen(0, on, () => ready(server.address()));
    },
    host,
    text,
  );

eachIp('talks to node:net', async (host) => {
  const peer = await echo(host);
  using stream = TcpStream.connect(peer.ready);
  expect(stream.peerAddr()).toMatchObject(peer.ready);
  stream.writeAll('hello echo – ütf-8');
  const reply = Buffer.alloc(Buffer.byteLength('hello echo – ütf-8'));
  stream.readExact(reply);
  expect(reply.toString()).toBe('hello echo – ütf-8');
  stream.shutdown('Write');
  expect(stream.read(reply)).toBe(0);
  expect(await peer.done()).toEqual({ read: reply.length, written: reply.length });
});

eachIp('moves much, byte for byte, while the peer reads and writes at its own pace', async (host) => {
  const peer = await echo(host);
  using stream = TcpStream.connect([host, peer.ready.port]);
  const chunk = Buffer.from(Uint8Array.from({ length: 64 * 1024 }, (_, i) => (i * 7) % 251));
  const back = Buffer.alloc(chunk.length);
  for (let i = 0; i < 64; i++) {
    stream.writeAll(chunk);
    back.fill(0);
    stream.readExact(back);
    expect(back.equals(chunk)).toBe(true);
  }
});

eachIp('accepts what node:net connects', async (host) => {
  using listener = TcpListener.bind([host, 0]);
  const peer = await nodePeer(
    ({ net, ready, done }, to) => {
      const socket = net.connect(to.port, to.address);
      let text = '';
      socket.setEncoding('utf8').on('data', (data) => {
        text += data;
      });
      socket.on('end', () => done(text));
      socket.end('from node');
      ready({ port: 0 });
    },
    { address: host, port: listener.localAddr().port },
  );
  const [stream, from] = listener.accept();
  expect(stream.peerAddr().equals(from)).toBe(true);
  expect(stream.readToString()).toBe('from node');
  stream.writeAll('from us');
  stream.close();
  expect(await peer.done()).toBe('from us');
});

describe('reading', () => {
  eachIp('readToEnd and readToString read to the end', async (host) => {
    const peer = await sender(host, 'äöü\n'.repeat(50_000));
    using bytes = TcpStream.connect(peer.ready);
    expect(bytes.readToEnd().equals(Buffer.from('äöü\n'.repeat(50_000)))).toBe(true);
    using text = TcpStream.connect(peer.ready);
    expect(text.readToString()).toBe('äöü\n'.repeat(50_000));
  });

  it('readToEnd stops at its limit, and says what it had', async () => {
    const peer = await sender('127.0.0.1', 'x'.repeat(1000));
    using exact = TcpStream.connect(peer.ready);
    expect(exact.readToEnd(1000)).toHaveLength(1000);
    using over = TcpStream.connect(peer.ready);
    const error = expectIoError(() => over.readToEnd(999), {
      kind: 'InvalidData',
      code: 'ERR_LIMIT_EXCEEDED',
    });
    expect(error.partial).toEqual(Buffer.from('x'.repeat(1000)));
    using all = TcpStream.connect(peer.ready);
    expect(all.readToEnd(Number.POSITIVE_INFINITY)).toHaveLength(1000);
  });

  it('readToString refuses what is no UTF-8, and gives the bytes', () => {
    const [a, b] = pair();
    a.writeAll(Uint8Array.of(0x61, 0xff));
    a.close();
    const error = expectIoError(() => b.readToString(), {
      kind: 'InvalidData',
      message: 'stream did not contain valid UTF-8',
      rawOsError: null,
    });
    expect(error.partial).toEqual(Buffer.from([0x61, 0xff]));
    b.close();
  });

  it('a timeout in readToEnd loses nothing', () => {
    const [a, b] = pair();
    b.setReadTimeout(20);
    a.writeAll('half');
    const error = expectIoError(() => b.readToEnd(), { kind: 'WouldBlock', rawOsError: 11, syscall: 'recv' });
    expect(String(error.partial)).toBe('half');
    a.close();
    expect(b.readToEnd()).toHaveLength(0);
    b.close();
  });

  it('readExact says how far it came', () => {
    const [a, b] = pair();
    a.writeAll('abc');
    a.shutdown('Write');
    const buf = Buffer.alloc(5);
    expectIoError(() => b.readExact(buf), {
      kind: 'UnexpectedEof',
      message: 'failed to fill whole buffer',
      rawOsError: null,
      transferred: 3,
    });
    expect(buf.toString('latin1', 0, 3)).toBe('abc');
    a.close();
    b.close();
  });

  it('peek takes nothing, an empty buffer waits for nothing', () => {
    const [a, b] = pair();
    expect(b.read(new Uint8Array(0))).toBe(0);
    expect(b.readVectored([])).toBe(0);
    expect(b.readVectored([new Uint8Array(0)])).toBe(0);
    a.writeAll('abc');
    const buf = Buffer.alloc(2);
    expect([b.peek(buf), buf.toString()]).toEqual([2, 'ab']);
    expect([b.read(buf), buf.toString()]).toEqual([2, 'ab']);
    expect([b.peek(buf), b.read(buf), String.fromCharCode(buf[0]!)]).toEqual([1, 1, 'c']);
    a.close();
    expect([b.peek(buf), b.read(buf)]).toEqual([0, 0]);
    b.close();
  });

  it('fills any kind of view, shared memory too', () => {
    const [a, b] = pair();
    const memory = new ArrayBuffer(16);
    const shared = new SharedArrayBuffer(4);
    a.writeAll('0123456789abcdefghij');
    expect(b.read(new DataView(memory, 1, 3))).toBe(3);
    expect(b.read(new Uint32Array(memory, 4, 2))).toBe(8);
    expect(b.read(new Float64Array(memory, 8, 1).subarray(0, 1))).toBe(8);
    expect(b.read(new Uint8Array(shared, 2))).toBe(1);
    expect(Buffer.from(memory).toString('latin1')).toBe('\x00012' + '3456' + 'bcdefghi');
    expect([...new Uint8Array(shared)]).toEqual([0, 0, 'j'.charCodeAt(0), 0]);
    a.close();
    b.close();
  });

  it('readVectored fills one buffer after the other', () => {
    const [a, b] = pair();
    a.writeAll('abcdef');
    const bufs = [Buffer.alloc(1), Buffer.alloc(0), Buffer.alloc(3), new DataView(new ArrayBuffer(4))];
    expect(b.readVectored(bufs)).toBe(6);
    expect(bufs.map((buf) => Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength).toString())).toEqual([
      'a',
      '',
      'bcd',
      'ef\0\0',
    ]);
    a.close();
    b.close();
  });
});

describe('writing', () => {
  it('writeVectored sends one buffer after the other, at most 1,024 of them', () => {
    const [a, b] = pair();
    expect(a.writeVectored([])).toBe(0);
    expect(a.writeVectored([Buffer.from('ab'), new Uint8Array(0), Buffer.from('c')])).toBe(3);
    const many = Array.from({ length: 1500 }, () => Buffer.from('x'));
    expect(a.writeVectored(many)).toBe(1024);
    a.close();
    expect(b.readToString()).toBe(`abc${'x'.repeat(1024)}`);
    b.close();
  });

  it('sends strings as UTF-8, lone surrogates replaced', () => {
    const [a, b] = pair();
    expect(a.write('ä😀\ud800')).toBe(2 + 4 + 3);
    expect(a.write('')).toBe(0);
    a.writeAll('');
    a.flush();
    a.close();
    expect(b.readToString()).toBe('ä😀\ufffd');
    b.close();
  });

  it('a write timeout returns what went, and throws once nothing goes any more', () => {
    const [a, b] = pair();
    a.setWriteTimeout(30);
    const much = Buffer.alloc(64 * 1024 * 1024);
    const first = a.write(much);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(much.length);
    // The kernel may find room once more; what it takes is told, and in the end it takes nothing.
    const writeOn = (): void => {
      for (;;) expect(a.write(much)).toBeGreaterThan(0);
    };
    expectIoError(writeOn, { kind: 'WouldBlock', rawOsError: 11, syscall: 'send' });
    b.close();
    a.close();
  });

  it('writeAll says how far it came', () => {
    const [a, b] = pair();
    a.setWriteTimeout(30);
    const error = expectIoError(() => a.writeAll(Buffer.alloc(64 * 1024 * 1024)), { kind: 'WouldBlock' });
    a.shutdown('Write');
    expect(b.readToEnd(Number.POSITIVE_INFINITY)).toHaveLength(error.transferred!);
    a.close();
    b.close();
  });

  it('after the peer has reset the connection: ConnectionReset once, then BrokenPipe and the end', () => {
    const [a, b] = pair();
    b.setLinger(0);
    b.close();
    expectIoError(() => a.read(Buffer.alloc(1)), { kind: 'ConnectionReset', code: 'ECONNRESET' });
    expect(a.read(Buffer.alloc(1))).toBe(0);
    expectIoError(() => a.write('x'), { kind: 'BrokenPipe', code: 'EPIPE' });
    a.close();
  });
});

describe('connecting', () => {
  eachIp('to a port where nobody listens', (host) => {
    const listener = TcpListener.bind([host, 0]);
    const addr = listener.localAddr();
    listener.close();
    const refused = {
      kind: 'ConnectionRefused',
      message: 'Connection refused (os error 111)',
      code: 'ECONNREFUSED',
      errno: -111,
      syscall: 'connect',
      address: host,
      port: addr.port,
    };
    expectIoError(() => TcpStream.connect(addr), refused);
    expectIoError(() => TcpStream.connectTimeout(addr, 5000), refused);
    expectIoError(() => TcpStream.connectTimeout(addr.toString(), 5000), refused);
  });

  it('tries every address, and throws the last error', async () => {
    const peer = await echo('127.0.0.1');
    const dead = TcpListener.bind('127.0.0.1:0');
    const nobody = dead.localAddr();
    dead.close();
    using stream = TcpStream.connect([nobody, new SocketAddr('127.0.0.1', peer.ready.port)]);
    expect(stream.peerAddr().port).toBe(peer.ready.port);
    expectIoError(() => TcpStream.connect([nobody, nobody]), {
      kind: 'ConnectionRefused',
      port: nobody.port,
    });
    const message = 'could not resolve to any addresses';
    expectIoError(() => TcpStream.connect([]), { kind: 'InvalidInput', message });
  });

  it('connectTimeout takes one address, and no name', async () => {
    const peer = await echo('127.0.0.1');
    using stream = TcpStream.connectTimeout(`127.0.0.1:${peer.ready.port}`, 10_000);
    expect(stream.peerAddr().port).toBe(peer.ready.port);
    const message = 'invalid socket address syntax';
    expectIoError(() => TcpStream.connectTimeout('localhost:80', 1000), { kind: 'InvalidInput', message });
  });
});
