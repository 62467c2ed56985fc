import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as mirror from '../../../lib/async/index.js';
import * as blocking from '../../../lib/index.js';
import { asyncPair, rejection } from './pair.js';

type Handle = mirror.TcpStream | mirror.TcpListener | mirror.UdpSocket;
type Class = { prototype: object; fromRawFd(fd: number): Handle };
const makers: Array<[string, Class, { prototype: object }, () => Promise<Handle>]> = [
  ['TcpStream', mirror.TcpStream, blocking.TcpStream, async () => (await asyncPair())[0]],
  ['TcpListener', mirror.TcpListener, blocking.TcpListener, () => mirror.TcpListener.bind('127.0.0.1:0')],
  ['UdpSocket', mirror.UdpSocket, blocking.UdpSocket, () => mirror.UdpSocket.bind('127.0.0.1:0')],
];

/** Those of the blocking API, which the mirror has too: all but what only the modules themselves call. */
function methodsOf(Class: { prototype: object }): string[] {
  const hidden = [
    'constructor',
    'fd',
    'isOpen',
    'describe',
    'closeFd',
    'flag',
    'setFlag',
    'setCount',
    'setUnsigned',
  ];
  const names = new Set<string>();
  for (let proto = Class.prototype; proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    for (const name of Object.getOwnPropertyNames(proto)) if (!hidden.includes(name)) names.add(name);
  }
  return [...names];
}

const buf = () => Buffer.alloc(1);
const args: Record<string, () => unknown[]> = {
  readToEnd: () => [],
  readToString: () => [],
  readVectored: () => [[buf()]],
  writeVectored: () => [[buf()]],
  recvMany: () => [[buf()]],
  sendMany: () => [[[buf(), '127.0.0.1:9']]],
  sendTo: () => [buf(), '127.0.0.1:9'],
  connect: () => ['127.0.0.1:9'],
  shutdown: () => ['Both'],
  joinMulticastV4: () => ['224.0.0.1', '127.0.0.1'],
  leaveMulticastV4: () => ['224.0.0.1', '127.0.0.1'],
  joinMulticastV6: () => ['ff02::1', 1],
  leaveMulticastV6: () => ['ff02::1', 1],
};
function argsOf(name: string): unknown[] {
  if (args[name] !== undefined) return args[name]();
  if (/^set.*(?:Timeout|Linger|Keepalive)$/.test(name)) return [null];
  if (/^set.*(?:Size|Ttl|TtlV4)$/.test(name)) return [1000];
  if (name.startsWith('set')) return [true];
  return /^(?:read|write|peek|recv|send)/.test(name) && !/Timeout|BufferSize/.test(name) ? [buf()] : [];
}

async function call(handle: Handle, name: string): Promise<unknown> {
  const result = (handle as unknown as Record<string, (...args: unknown[]) => unknown>)[name]!(
    ...argsOf(name),
  );
  return name === 'incoming' ? (result as AsyncIterator<unknown>).next() : result;
}

describe.each(makers)('an asynchronous %s', (name, Class, Blocking, make) => {
  const names = methodsOf(Blocking).filter((method) => method !== 'close');

  it('has every method of the blocking one', async () => {
    const handle = await make();
    expect(names.length).toBeGreaterThan(8);
    for (const method of names) expect(handle, method).toHaveProperty(method);
    expect(inspect(handle)).toMatch(new RegExp(`^${name} {\\s+fd: \\d+,\\s+local: `));
    handle.close();
    expect(inspect(handle)).toBe(`${name} { closed }`);
  });

  it.each(names)('rejects or throws ERR_SOCKET_CLOSED from %s once it is closed', async (method) => {
    const handle = await make();
    handle.close();
    expect(await rejection(call(handle, method))).toMatchObject({
      name: 'IoError',
      code: 'ERR_SOCKET_CLOSED',
    });
  });

  it('does the same with ERR_USE_AFTER_MOVE once it is moved', async () => {
    const handle = await make();
    const fd = handle.intoRawFd();
    for (const method of names) {
      expect(await rejection(call(handle, method)), method).toMatchObject({ code: 'ERR_USE_AFTER_MOVE' });
    }
    handle.close(); // does not close what is another's now
    const back = Class.fromRawFd(fd);
    expect(back.localAddr().port).toBeGreaterThan(0);
    back.close();
  });

  it('is made by its own calls only', () => {
    expect(() => new (Class as unknown as new () => Handle)()).toThrow(
      expect.objectContaining({ code: 'ERR_ILLEGAL_CONSTRUCTOR' }),
    );
  });
});

const WRONG = [undefined, null, 7, {}, [], Symbol('x'), () => 1];

describe('wrong arguments reject', () => {
  it.each([
    'read',
    'peek',
    'readExact',
    'write',
    'writeAll',
    'readVectored',
    'writeVectored',
    'shutdown',
  ] as const)('TcpStream.%s', async (method) => {
    const [a, b] = await asyncPair();
    for (const wrong of WRONG) {
      if (Array.isArray(wrong) && method.endsWith('Vectored')) continue;
      expect(await rejection(a[method](wrong as never))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    }
    for (const options of [null, 7, [], { signal: {} }]) {
      const right = { shutdown: 'Read', write: 'x', writeAll: 'x' }[method as string] ?? buf();
      const argument = method.endsWith('Vectored') ? [buf()] : right;
      expect(await rejection(a[method](argument as never, options as never))).toMatchObject({
        code: 'ERR_INVALID_ARG_TYPE',
      });
    }
    a.close();
    b.close();
  });

  it.each([
    'send',
    'recv',
    'recvFrom',
    'peek',
    'peekFrom',
    'recvMany',
    'sendMany',
    'connect',
    'sendTo',
  ] as const)('UdpSocket.%s', async (method) => {
    const socket = await mirror.UdpSocket.bind('127.0.0.1:0');
    for (const wrong of WRONG) {
      if (Array.isArray(wrong) && (method.endsWith('Many') || method === 'connect')) continue;
      expect(
        await rejection((socket[method] as (...args: unknown[]) => Promise<unknown>)(wrong)),
      ).toMatchObject({
        code: 'ERR_INVALID_ARG_TYPE',
      });
    }
    socket.close();
  });
});
