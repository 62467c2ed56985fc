import { readdirSync, readlinkSync } from 'node:fs';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { TcpListener, TcpStream, UdpSocket } from '../../../lib/index.js';
import { expectIoError, thrown } from '../../support/argument_errors.js';
import { datagramSocket, pair } from '../../support/pair.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const closed = { name: 'IoError', kind: 'Other', code: 'ERR_SOCKET_CLOSED', rawOsError: null };
const moved = { name: 'IoError', kind: 'Other', code: 'ERR_USE_AFTER_MOVE', rawOsError: null };

type Handle = TcpStream | TcpListener | UdpSocket;
const makers: Array<[string, () => Handle]> = [
  ['TcpStream', () => pair()[0]],
  ['TcpListener', () => TcpListener.bind('127.0.0.1:0')],
  ['UdpSocket', () => datagramSocket()],
];

/** Every method that needs the descriptor, with arguments that are right. */
function calls(handle: Handle): Array<[string, () => unknown]> {
  const buf = Buffer.alloc(1);
  const byName: Record<string, unknown[]> = {
    readToEnd: [],
    readToString: [],
    setNonblocking: [true],
    setTtl: [64],
    readVectored: [[buf]],
    writeVectored: [[buf]],
    shutdown: ['Both'],
    setLinger: [null],
    setKeepalive: [null],
    connect: ['127.0.0.1:9'],
    sendTo: [buf, '127.0.0.1:9'],
    recvMany: [[buf]],
    sendMany: [[[buf, '127.0.0.1:9']]],
    joinMulticastV4: ['224.0.0.1', '127.0.0.1'],
    leaveMulticastV4: ['224.0.0.1', '127.0.0.1'],
    joinMulticastV6: ['ff02::1', 1],
    leaveMulticastV6: ['ff02::1', 1],
  };
  const flags = ['setNodelay', 'setBroadcast', 'setMulticastLoopV4', 'setMulticastLoopV6'];
  const numbers = ['setRecvBufferSize', 'setSendBufferSize', 'setMulticastTtlV4'];
  const timeouts = ['setReadTimeout', 'setWriteTimeout', 'setUserTimeout'];
  const without = [
    'constructor',
    'close',
    'closeFd',
    'isOpen',
    'fd',
    'describe',
    'setFlag',
    'flag',
    'setCount',
    'setUnsigned',
  ];
  const names = new Set<string>();
  for (
    let proto = Object.getPrototypeOf(handle);
    proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    for (const name of Object.getOwnPropertyNames(proto)) if (!without.includes(name)) names.add(name);
  }
  return [...names].map((name) => {
    let args = byName[name] ?? [buf];
    if (flags.includes(name)) args = [true];
    if (numbers.includes(name)) args = [8192];
    if (timeouts.includes(name)) args = [1000];
    return [
      name,
      () => {
        const result = (handle as unknown as Record<string, (...args: unknown[]) => unknown>)[name]!(...args);
        return name === 'incoming' ? (result as Iterator<unknown>).next() : result;
      },
    ];
  });
}

describe.each(makers)('a %s', (name, make) => {
  it('throws ERR_SOCKET_CLOSED from every method once it is closed', () => {
    const handle = make();
    handle.close();
    const all = calls(handle);
    expect(all.length).toBeGreaterThan(8);
    for (const [method, call] of all) expect(thrown(call), method).toMatchObject(closed);
    handle.close();
    handle[Symbol.dispose]();
  });

  it('throws ERR_USE_AFTER_MOVE from every method once its descriptor was taken', () => {
    const handle = make();
    const fd = handle.intoRawFd();
    for (const [method, call] of calls(handle)) expect(thrown(call), method).toMatchObject(moved);
    handle.close(); // does not close what is another's now
    const Class = handle.constructor as unknown as { fromRawFd(fd: number): Handle };
    const adopted = Class.fromRawFd(fd);
    expect(adopted.asRawFd()).toBe(fd);
    expect(adopted.localAddr().port).toBeGreaterThan(0);
    adopted.close();
  });

  it('shows what it is', () => {
    const handle = make();
    expect(inspect(handle)).toMatch(
      new RegExp(`^${name} \\{\\s+fd: \\d+,\\s+local: SocketAddr\\(127.0.0.1:\\d+\\)`),
    );
    expect(inspect({ handle }, { depth: 0 })).toContain(name);
    handle.close();
    expect(inspect(handle)).toBe(`${name} { closed }`);
    const other = make();
    const fd = other.intoRawFd();
    expect(inspect(other)).toBe(`${name} { moved }`);
    (other.constructor as unknown as { fromRawFd(fd: number): Handle }).fromRawFd(fd).close();
  });

  it('is made by its own functions only', () => {
    const Class = make().constructor as unknown as new (...args: unknown[]) => Handle;
    expect(thrown(() => new Class())).toMatchObject({ code: 'ERR_ILLEGAL_CONSTRUCTOR' });
    expect(thrown(() => new Class(Symbol('Socket'), 0))).toMatchObject({ code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  });

  it('is closed at the end of its block', () => {
    let left: Handle;
    {
      using handle = make();
      left = handle;
      expect(handle.asRawFd()).toBeGreaterThan(2);
    }
    expectIoError(() => left.asRawFd(), closed);
  });

  it('awaits nothing at the end of its block', async () => {
    const handle = make();
    {
      await using _handle = handle;
    }
    expectIoError(() => handle.asRawFd(), closed);
  });
});

/** The sockets that this process has open, by inode: a number can be used again, an inode is not. */
function openSockets(): Set<string> {
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ''; // the one that reads the folder is gone by now
    }
  });
  return new Set(links);
}

/** Collects until `done`, which a finalizer makes true when the event loop gets to it; fails at a deadline. */
async function collectUntil(done: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!done()) {
    if (performance.now() > deadline) throw new Error('not collected');
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe.runIf(process.platform === 'linux')('garbage collection', () => {
  it('closes what was never closed', async () => {
    const forgotten = (() => {
      const sockets = Array.from({ length: 50 }, () => UdpSocket.bind('127.0.0.1:0'));
      return sockets.map((socket) => readlinkSync(`/proc/self/fd/${socket.asRawFd()}`));
    })();
    expect(forgotten.every((link) => openSockets().has(link))).toBe(true);
    await collectUntil(() => {
      const open = openSockets();
      return !forgotten.some((link) => open.has(link));
    });
  });

  it('ends the connection of a stream that was forgotten', async () => {
    const kept = (() => pair()[0])();
    kept.setReadTimeout(1);
    await collectUntil(() => {
      try {
        return kept.read(Buffer.alloc(1)) === 0;
      } catch {
        return false;
      }
    });
    kept.close();
  });

  it('does not close a number that was closed or given away, and then used again', async () => {
    const numbers = (() => {
      const first = UdpSocket.bind('127.0.0.1:0');
      const second = UdpSocket.bind('127.0.0.1:0');
      const given = second.intoRawFd();
      first.close();
      return { given };
    })();
    using successor = UdpSocket.bind('127.0.0.1:0'); // has the number of the first
    const witness = { collected: false };
    const registry = new FinalizationRegistry(() => {
      witness.collected = true;
    });
    (() => registry.register({}, null))();
    await collectUntil(() => witness.collected);
    expect(successor.localAddr().port).toBeGreaterThan(0);
    using adopted = UdpSocket.fromRawFd(numbers.given);
    expect(adopted.localAddr().port).toBeGreaterThan(0);
  });
});

describe('fromRawFd', () => {
  it('takes its own type only, and leaves what it refuses open', () => {
    using listener = TcpListener.bind('127.0.0.1:0');
    const [a, b] = pair();
    using socket = datagramSocket();
    const refused = { kind: 'InvalidInput' };
    expectIoError(() => TcpStream.fromRawFd(listener.asRawFd()), refused);
    expectIoError(() => TcpStream.fromRawFd(socket.asRawFd()), refused);
    expectIoError(() => TcpListener.fromRawFd(a.asRawFd()), refused);
    expectIoError(() => TcpListener.fromRawFd(socket.asRawFd()), refused);
    expectIoError(() => UdpSocket.fromRawFd(a.asRawFd()), refused);
    expectIoError(() => UdpSocket.fromRawFd(listener.asRawFd()), refused);
    a.writeAll('still open');
    a.close();
    expect(b.readToString()).toBe('still open');
    b.close();
    expect([socket, listener].every((handle) => handle.localAddr().port > 0)).toBe(true);
  });

  it('refuses what is no socket, and what is not open', () => {
    for (const Class of [TcpStream, TcpListener, UdpSocket]) {
      expectIoError(() => Class.fromRawFd(0), { kind: 'InvalidInput' });
      expectIoError(() => Class.fromRawFd(2 ** 31 - 1), { kind: 'InvalidInput', rawOsError: 9 });
    }
  });
});

it('two handles of one number: closing the first ends the connection, not the number', () => {
  const [a, b] = pair();
  const second = TcpStream.fromRawFd(a.asRawFd());
  a.close();
  expect(b.read(Buffer.alloc(1))).toBe(0);
  second.close();
  b.close();
});
