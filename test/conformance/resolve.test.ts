import { describe, expect, it } from 'vitest';
import * as mirror from '../../lib/async/index.js';
import { IoError, type SocketAddr, type ToSocketAddrs, toSocketAddrs } from '../../lib/index.js';
import { isGlibc, recorded } from './records.js';

type Recorded = { text: string; is: string } | { host: string; port: number; is: string };
type Resolve = (addr: ToSocketAddrs) => SocketAddr[] | Promise<SocketAddr[]>;

async function outcome(resolve: Resolve, addr: ToSocketAddrs): Promise<string> {
  try {
    return `Ok ${(await resolve(addr)).join(' ')}`;
  } catch (error) {
    if (!IoError.isIoError(error)) throw error;
    expect(error.rawOsError).toBeNull();
    return `Err ${error.kind} ${error.message}`;
  }
}

const both: Array<[string, Resolve]> = [
  ['ToSocketAddrs as in Rust', toSocketAddrs],
  ['the same on the event loop', mirror.toSocketAddrs],
];

// What getaddrinfo takes beyond Rust's syntax is the C library's.
describe.skipIf(!isGlibc).each(both)('%s', (_title, resolve) => {
  for (const record of recorded<Recorded>('resolve')) {
    const addr: ToSocketAddrs = 'text' in record ? record.text : [record.host, record.port];
    it(JSON.stringify(addr), async () => expect(await outcome(resolve, addr)).toBe(record.is));
  }
});
