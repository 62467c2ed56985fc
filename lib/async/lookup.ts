import { lookup as ask } from 'node:dns/promises';
import type { PackedList } from '../binding/native.js';
import { join, pack } from '../binding/packed.js';
import { invalidInput } from '../core/errors.js';
import { IoError } from '../core/io_error.js';
import { IpAddr, octetsOfIp } from '../net/ip_addr.js';
import { answered, type Question, ask as questionOf, type ToSocketAddrs } from '../net/to_socket_addrs.js';
import { aborted } from './aborted.js';

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

/** As `toSocketAddrs()`, packed; names are looked up by Node, in a thread of libuv's. @internal */
export async function resolve(addr: ToSocketAddrs, signal: AbortSignal | undefined): Promise<PackedList> {
  const asked = questionOf(addr);
  return 'host' in asked ? answered(asked, await lookup(asked, signal)) : asked;
}

async function lookup({ host, port }: Question, signal: AbortSignal | undefined): Promise<PackedList> {
  if (host.includes('\0')) throw invalidInput('file name contained an unexpected NUL byte');
  if (host === '') throw lookupError('ENOTFOUND');
  const found = await aborted(signal, ask(host, { all: true, verbatim: true }).catch(rethrow));
  return join(found.map(({ address }) => pack(octetsOfIp(IpAddr.parse(address)), port)));
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
