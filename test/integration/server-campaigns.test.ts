// The campaigns of scripts/campaigns/ about servers, tiny, in every mode of threads: what must always hold does. Limits of time
// are for a machine that does nothing else.
import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { MODES } from '../support/modes.js';
import { stopPrograms } from '../support/program.js';
import { lastLineOf } from './programs.js';

vi.setConfig({ testTimeout: 60_000 });
afterEach(stopPrograms);

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;

describe.runIf(process.platform === 'linux').each(MODES)('threads: %j', (threads) => {
  const mode = threads === 'per-connection' ? [] : ['--pool', String(threads.pool)];

  /** Fails where the exit code says that something did not hold. */
  function campaign(name: string, ...numbers: number[]): Promise<Record<string, unknown>> {
    const args = [...numbers.map(String), ...mode, '--lenient'];
    return lastLineOf(`../../scripts/campaigns/${name}.mjs`, args, {
      deadlineMs: 50_000,
      flags: ['--expose-gc'],
    });
  }

  test('connections', async () => {
    expect(await campaign('connections', 500)).toMatchObject({ threads, count: 500, wrong: 0, clean: true });
  });

  test('connect-burst', async () => {
    expect(await campaign('connect-burst', 200, 1)).toMatchObject({ threads, count: 200 });
  });

  test.runIf(hasPrlimit)('starvation', async () => {
    const { results } = await campaign('starvation', 0.3, 5);
    const names = (results as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['descriptors', 'no descriptor at all']));
  });

  test('dying-peers', async () => {
    const { seen, wrong } = await campaign('dying-peers', 40);
    expect(Object.keys(seen as object)).toEqual(expect.arrayContaining(['kill', 'reset', 'half']));
    expect(wrong).toBe(0);
  });

  test('slow-peers', async () => {
    const result = await campaign('slow-peers', 200, 3);
    expect(result).toMatchObject({ threads, count: 200, active: 1, errors: { TimedOut: 200 } });
  });

  test('deaf-peers', async () => {
    const result = await campaign('deaf-peers', 10, 60, 0.5); // more than the kernel may take for a peer
    expect(result).toMatchObject({ threads, count: 10, active: 1, errors: { TimedOut: 10 } });
  });

  test('drains', async () => {
    const { rounds, answered, unanswered } = await campaign('drains', 8, 4, 2);
    expect({ rounds, unanswered }).toEqual({ rounds: 8, unanswered: 0 });
    expect(answered).toBeGreaterThan(8);
  });

  test('random-connections', async () => {
    const { opened, ...result } = await campaign('random-connections', 2, 1);
    expect(result).toMatchObject({ threads, seed: 1, faults: 0, counted: true, clean: true });
    expect(opened).toBeGreaterThan(64);
  });

  test('worker-servers', async () => {
    expect(await campaign('worker-servers', 7)).toMatchObject({ threads, rounds: 7, clean: true });
  });
});

test.runIf(process.platform === 'linux')('soak', async () => {
  const result = await lastLineOf('../../scripts/campaigns/soak.mjs', ['0.5', '1', '--lenient'], {
    deadlineMs: 50_000,
  });
  expect(result).toMatchObject({ seed: 1, faults: 0, held: true, counted: true });
  const { deeds, accepted, restarts } = result as Record<string, number>;
  expect(deeds).toBeGreaterThan(2_000);
  expect(accepted).toBeGreaterThan(500);
  expect(restarts).toBeGreaterThan(0);
});
