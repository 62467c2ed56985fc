import { describe, expect, it } from 'vitest';
import { IoError, type ToSocketAddrs, toSocketAddrs } from '../../lib/index.js';
import { isGlibc, recorded } from './records.js';

type Recorded = { text: string; is: string } | { host: string; port: number; is: string };

function outcome(addr: ToSocketAddrs): string {
  try {
    return `Ok ${toSocketAddrs(addr).join(' ')}`;
  } catch (error) {
    if (!IoError.isIoError(error)) throw error;
    expect(error.rawOsError).toBeNull();
    return `Err ${error.kind} ${error.message}`;
  }
}

// What getaddrinfo takes beyond Rust's syntax is the C library's.
describe.skipIf(!isGlibc)('ToSocketAddrs as in Rust', () => {
  for (const record of recorded<Recorded>('resolve')) {
    const addr: ToSocketAddrs = 'text' in record ? record.text : [record.host, record.port];
    it(JSON.stringify(addr), () => expect(outcome(addr)).toBe(record.is));
  }
});
