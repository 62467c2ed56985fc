import { Socket } from 'node:net';
import { native } from '../binding/index.js';
import { type Fd, PACKED_SIZE, type Packed, type PackedList } from '../binding/native.js';
import { octetsIn, packedAt, portOf, scopeIdOf } from '../binding/packed.js';
import { zeroDuration } from '../core/errors.js';
import { IoError } from '../core/io_error.js';
import { zoneOf } from './node_address.js';
import { fromNode } from './system_error.js';
import { Wait } from './wait.js';

/** The first of the addresses that answers; the last one's error. @internal */
export async function connectSome(addrs: PackedList, signal: AbortSignal | undefined): Promise<Fd> {
  for (let i = 0; ; i++) {
    try {
      return await connectOne(packedAt(addrs, i), null, signal);
    } catch (error) {
      if (signal?.aborted === true || (i + 1) * PACKED_SIZE >= addrs.length) throw error;
    }
  }
}

/** A limit of 0 is refused, but only after connecting has had its chance to fail at once: as in Rust. @internal */
export function connectOne(addr: Packed, limit: number | null, signal: AbortSignal | undefined): Promise<Fd> {
  signal?.throwIfAborted(); // while a name was looked up
  const socket = new Socket();
  const wait = new Wait<Fd>().within(limit === 0 ? null : limit, signal, (why) => {
    socket.destroy();
    if (why === 'abort') wait.failAborted();
    else
      wait.fail(new IoError('TimedOut', 'connection timed out', { code: 'ETIMEDOUT', syscall: 'connect' }));
  });
  const [address, port] = [native.formatIp(octetsIn(addr)), portOf(addr)];
  socket.once('connect', () => {
    if (limit === 0) return refuse(socket, wait);
    try {
      wait.done(takeOver(socket));
    } catch (error) {
      wait.fail(error);
    }
  });
  socket.once('error', (error) => wait.fail(fromNode(error, { syscall: 'connect', address, port })));
  socket.connect({ host: `${address}${zoneOf(scopeIdOf(addr))}`, port });
  if (limit === 0) afterOneLook(() => socket.connecting && refuse(socket, wait));
  return wait.promise;
}

/** The descriptor of a connection that Node has made, which is ours alone from now on. */
function takeOver(socket: Socket): Fd {
  try {
    // Not documented, and there since Node 0.8: no other way leads from a connecting socket of Node's to its descriptor.
    return native.duplicate((socket as unknown as { _handle: { fd: Fd } })._handle.fd);
  } finally {
    socket.destroy();
  }
}

/** The second immediate comes after the loop has looked at what is ready. */
function afterOneLook(then: () => void): void {
  setImmediate(() => setImmediate(then));
}

function refuse(socket: Socket, wait: Wait<Fd>): void {
  socket.destroy();
  wait.fail(zeroDuration());
}
