import { describe, test } from 'vitest';

export type Loopback = '127.0.0.1' | '::1';
export const LOOPBACKS: readonly Loopback[] = ['127.0.0.1', '::1'];

/** One test on IPv4's and one on IPv6's loopback address. */
export function eachIp(name: string, body: (host: Loopback) => void | Promise<void>): void {
  describe(name, () => {
    test.each(LOOPBACKS)('%s', (host) => body(host));
  });
}
