// Calls of the C library that fail, by test/support/faults.c: the campaign failures.mjs, tiny, and what it has found.
import { describe, expect, test, vi } from 'vitest';
import { lastLineOf } from './programs.js';

vi.setConfig({ testTimeout: 60_000 });

const failures = (...args: string[]): Promise<Record<string, unknown>> =>
  lastLineOf('../../scripts/campaigns/failures.mjs', args, { deadlineMs: 55_000 });

describe.runIf(process.platform === 'linux')('failures', () => {
  test('a server whose address cannot be read leaves no socket behind', async () => {
    const result = await failures('echo', 'udp function', '--calls', 'getsockname', '--most', '1');
    expect(result).toMatchObject({ uses: 2, failures: 4, wrong: [] });
  });

  test('some of all failures', async () => {
    const uses = ['blocking', 'udp', 'lookup', 'echo', 'function, pool', 'workers, onData', 'udp server'];
    const result = await failures(...uses, '--sample', '3', '--seed', '1', '--most', '2');
    expect(result).toMatchObject({ uses: uses.length, failures: 3 * uses.length, seed: 1, wrong: [] });
    expect(result.failed).toBeGreaterThan(15);
  });
});
