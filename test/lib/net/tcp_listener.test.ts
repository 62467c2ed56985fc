import { describe, expect, it } from 'vitest';
import { SocketAddr, TcpListener, TcpStream } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { eachIp } from '../../support/each-ip.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();

describe('binding', () => {
  eachIp('lets the system choose a port', (host) => {
    using listener = TcpListener.bind([host, 0]);
    expect(listener.localAddr()).toMatchObject({ address: host, family: host === '::1' ? 'IPv6' : 'IPv4' });
    expect(listener.localAddr().port).toBeGreaterThan(0);
  });

  eachIp('to a port that is taken', (host) => {
    using listener = TcpListener.bind([host, 0]);
    const addr = listener.localAddr();
    expectIoError(() => TcpListener.bind(addr), {
      kind: 'AddrInUse',
      message: 'Address already in use (os error 98)',
      code: 'EADDRINUSE',
      errno: -98,
      rawOsError: 98,
      syscall: 'bind',
      address: host,
      port: addr.port,
    });
  });

  it('takes the first address that works, and throws the last error', () => {
    using taken = TcpListener.bind('127.0.0.1:0');
    const addr = taken.localAddr();
    using listener = TcpListener.bind([addr, new SocketAddr('127.0.0.1', 0)]);
    expect(listener.localAddr().port).not.toBe(addr.port);
    const foreign = new SocketAddr('192.0.2.1', 0);
    expectIoError(() => TcpListener.bind([addr, foreign]), {
      kind: 'AddrNotAvailable',
      address: '192.0.2.1',
    });
    const message = 'could not resolve to any addresses';
    expectIoError(() => TcpListener.bind([]), { kind: 'InvalidInput', message });
  });

  it('with reusePort shares the port', () => {
    using first = TcpListener.bind('127.0.0.1:0', { reusePort: true });
    using second = TcpListener.bind(first.localAddr(), { reusePort: true });
    expect(second.localAddr().equals(first.localAddr())).toBe(true);
  });

  it('with ipv6Only leaves the port to IPv4, and without it takes both', () => {
    using only = TcpListener.bind('[::]:0', { ipv6Only: true });
    const { port } = only.localAddr();
    using v4 = TcpListener.bind(['0.0.0.0', port]);
    expect(v4.localAddr().port).toBe(port);

    using both = TcpListener.bind('[::]:0', { ipv6Only: false });
    using client = TcpStream.connect(['127.0.0.1', both.localAddr().port]);
    const [stream, peer] = both.accept();
    expect(peer.ip.toIpv4Mapped()?.toString()).toBe('127.0.0.1');
    stream.close();
    expect(client.read(Buffer.alloc(1))).toBe(0);
  });

  it('again at once, while old connections are still in TIME_WAIT', () => {
    const listener = TcpListener.bind('127.0.0.1:0');
    const addr = listener.localAddr();
    const client = TcpStream.connect(addr);
    const [stream] = listener.accept();
    stream.close(); // the side that ends first keeps the port in TIME_WAIT
    client.readToEnd();
    client.close();
    listener.close();
    TcpListener.bind(addr).close();
  });
});

describe('accepting', () => {
  eachIp('gives the stream and its peer', (host) => {
    using listener = TcpListener.bind([host, 0]);
    using client = TcpStream.connect(listener.localAddr());
    const [stream, peer] = listener.accept();
    expect(peer.equals(client.localAddr())).toBe(true);
    expect(stream.peerAddr().equals(peer)).toBe(true);
    expect(stream.localAddr().equals(client.peerAddr())).toBe(true);
    stream.close();
  });

  it('a connection that was reset while it waited is still one', () => {
    using listener = TcpListener.bind('127.0.0.1:0');
    const client = TcpStream.connect(listener.localAddr());
    const addr = client.localAddr();
    client.setLinger(0);
    client.close();
    const [stream, peer] = listener.accept();
    expect(peer.equals(addr)).toBe(true);
    expectIoError(() => stream.read(Buffer.alloc(1)), { kind: 'ConnectionReset' });
    stream.close();
  });

  it('does not wait when it may not', () => {
    using listener = TcpListener.bind('127.0.0.1:0');
    listener.setNonblocking(true);
    expectIoError(() => listener.accept(), { kind: 'WouldBlock', syscall: 'accept' });
    using clone = listener.tryClone();
    expectIoError(() => clone.accept(), { kind: 'WouldBlock' }); // shared, as everything is
  });
});

describe('incoming', () => {
  it('gives one stream after the other, without end', () => {
    using listener = TcpListener.bind('127.0.0.1:0');
    const clients = [1, 2, 3].map(() => TcpStream.connect(listener.localAddr()));
    const ports: number[] = [];
    for (const stream of listener.incoming()) {
      ports.push(stream.peerAddr().port);
      stream.close();
      if (ports.length === 3) break;
    }
    expect(ports).toEqual(clients.map((client) => client.localAddr().port));
    for (const client of clients) client.close();
  });

  it('throws an accept error from next(), and goes on', () => {
    using listener = TcpListener.bind('127.0.0.1:0');
    listener.setNonblocking(true);
    const incoming = listener.incoming();
    expectIoError(() => incoming.next(), { kind: 'WouldBlock' });
    listener.setNonblocking(false);
    using client = TcpStream.connect(listener.localAddr());
    const { value, done } = incoming.next();
    expect(done).toBe(false);
    expect(value.peerAddr().equals(client.localAddr())).toBe(true);
    value.close();
    listener.close();
    expectIoError(() => incoming.next(), { code: 'ERR_SOCKET_CLOSED' });
  });
});
