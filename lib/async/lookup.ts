import { lookup as ask } from 'node:dns/promises';
import type { PackedList } from '../binding/native.js';
import { join } from '../binding/packed.js';
import { invalidInput } from '../core/errors.js';
import { IoError } from '../core/io_error.js';
import type { SocketAddr } from '../net/socket_addr.js';
import {
  addrsIn,
  answered,
  type Question,
  ask as questionOf,
  type ToSocketAddrs,
} from '../net/to_socket_addrs.js';
import { aborted } from './aborted.js';
import { type CallOptions, signalOf } from './call_options.js';
import { packedOfNode } from './node_address.js';

/** What the C library says; Node gives both of the first two the code ENOTFOUND. */
const TEXTS: Readonly<Record<string, string>> = {
  EAI_NODATA: 'No address associated with hostname',
  ENOTFOUND: 'Name or service not known',
  EAI_AGAIN: 'Temporary failure in name resolution',
  EAI_FAIL: 'Non-recoverable failure in name resolution',
  EAI_FAMILY: 'ai_family not supported',
  EAI_MEMORY: 'Memory allocation failure',
};
const NODATA = -3007;

/**
 * The addresses that `addr` stands for, in the order in which they would be tried: the blocking `toSocketAddrs`'s mirror, and
 * tokio's `lookup_host`.
 *
 * **Waits** while a name is looked up, in a thread of libuv's.
 *
 * @throws IoError InvalidInput, `invalid socket address` or `invalid port value`; Uncategorized, `failed to lookup
 * address information: …`.
 */
export async function toSocketAddrs(addr: ToSocketAddrs, options?: CallOptions): Promise<SocketAddr[]> {
  return addrsIn(await resolve(addr, signalOf(options)));
}

/** As `toSocketAddrs()`, packed, at once where nothing has to be looked up; names are looked up by Node, in a thread of libuv's. @internal */
export function resolve(
  addr: ToSocketAddrs,
  signal: AbortSignal | undefined,
): PackedList | Promise<PackedList> {
  const asked = questionOf(addr);
  return 'host' in asked ? lookup(asked, signal).then((found) => answered(asked, found)) : asked;
}

async function lookup({ host, port }: Question, signal: AbortSignal | undefined): Promise<PackedList> {
  if (host.includes('\0')) throw invalidInput('file name contained an unexpected NUL byte');
  if (host === '') throw lookupError('ENOTFOUND');
  const found = await aborted(signal, ask(host, { all: true, verbatim: true }).catch(rethrow));
  return join(found.map(({ address }) => packedOfNode(address, port)));
}

function rethrow(error: NodeJS.ErrnoException): never {
  const known = error.errno === NODATA ? 'EAI_NODATA' : String(error.code);
  throw lookupError(known in TEXTS ? known : 'EAI_FAIL');
}

function lookupError(name: string): IoError {
  const code = name === 'EAI_NODATA' ? 'ENOTFOUND' : name;
  return new IoError('Uncategorized', `failed to lookup address information: ${TEXTS[name]}`, {
    code,
    syscall: 'getaddrinfo',
  });
}
