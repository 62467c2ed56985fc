// Calls of the C library that fail, by test/support/faults.c: the campaigns failures.mjs and short-calls.mjs, tiny, and what
// they have found.
import { describe, expect, test, vi } from 'vitest';
import { lastLineOf } from './programs.js';

vi.setConfig({ testTimeout: 60_000 });

const campaign =
  (name: string) =>
  (...args: string[]): Promise<Record<string, unknown>> =>
    lastLineOf(`../../scripts/campaigns/${name}.mjs`, args, { deadlineMs: 55_000 });
const failures = campaign('failures');
const shortCalls = campaign('short-calls');

describe.runIf(process.platform === 'linux')('failures', () => {
  test('a server whose address cannot be read leaves no socket behind', async () => {
    const result = await failures('echo', 'udp function', '--calls', 'getsockname', '--most', '1');
    expect(result).toMatchObject({ uses: 2, failures: 4, wrong: [] });
  });

  test('a socket of stdnet/async that cannot be made ready is closed', async () => {
    const result = await failures('async', 'async, udp', '--calls', 'ioctl,getsockname', '--most', '4');
    expect(result).toMatchObject({ uses: 2, wrong: [] });
    expect(result.failures).toBeGreaterThan(15);
  });

  test('some of all failures', async () => {
    const uses = [
      ...['blocking', 'udp', 'echo', 'function, pool', 'workers, onData', 'udp server'],
      ...['kv, resp, pool', 'load'],
    ];
    const result = await failures(...uses, '--sample', '3', '--seed', '1', '--most', '2');
    expect(result).toMatchObject({ uses: uses.length, failures: 3 * uses.length, seed: 1, wrong: [] });
    expect(result.failed).toBeGreaterThan(15);
  });

  test('calls that move a few bytes, or are interrupted', async () => {
    const uses = [
      'blocking',
      'udp',
      'mirror',
      'lines, pool',
      'bulk, echo',
      'bulk, function',
      'workers',
      'udp function',
      ...['kv, resp', 'load, alone', 'load, udp'],
    ];
    const result = await shortCalls(...uses);
    expect(result).toMatchObject({ uses: uses.length, wrong: [] });
    expect(result.shortened).toBeGreaterThan(50_000);
    expect(result.interrupted).toBeGreaterThan(10_000);
  });
});
