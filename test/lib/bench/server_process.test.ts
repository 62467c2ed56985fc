import { availableParallelism } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { BenchError } from '../../../lib/bench/error.js';
import { peakMemory } from '../../../lib/bench/proc.js';
import { SERVERS } from '../../../lib/bench/server_kinds.js';
import { ServerProcess } from '../../../lib/bench/server_process.js';
import { isAlive } from './alive.js';

// Node takes its time to start on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

const never = new AbortController().signal;

/** Orphans are no more when the system's first process has looked after them. */
const allEnded = (pids: readonly number[]) =>
  expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([]);

/** null where this machine does not have it. */
async function started(id: string): Promise<ServerProcess | null> {
  const kind = SERVERS.find((kind) => kind.id === id)!;
  const command = await kind.command(kind.works[0]!).catch((error) => {
    expect(error).toBeInstanceOf(BenchError);
  });
  return command === undefined ? null : ServerProcess.start(kind.title, command, never);
}

describe.each(['redis', 'memcached'])('a server that is not ours: %s', (id) => {
  it('alone is measured, and ends with its program', async (context) => {
    const server = (await started(id)) ?? context.skip();
    expect(server.pids).toHaveLength(1);
    expect(server.pids.filter(isAlive)).toHaveLength(1);
    await server.stop();
    await allEnded(server.pids);
  });

  it('takes its program with it', async (context) => {
    const server = (await started(id)) ?? context.skip();
    process.kill(server.pids[0]!, 'SIGKILL');
    const why = async () => (await server.explain('alive')).message;
    await expect.poll(why, { timeout: 20_000 }).toMatch(/ended with exit code 1/);
    await server.stop();
  });
});

describe('a server of several processes', () => {
  it('is measured as a whole', async () => {
    const server = (await started('node-cluster'))!;
    const { pids } = server;
    expect(new Set(pids).size).toBe(1 + availableParallelism());
    expect(pids.filter(isAlive)).toEqual(pids);
    if (process.platform === 'linux') {
      const most = Math.max(...pids.map((pid) => peakMemory(pid) ?? 0));
      expect(server.peakMemory()).toBeGreaterThan(1.5 * most);
    }
    await server.stop();
    await allEnded(pids);
  });

  it('leaves nobody behind, also where nobody hears', async () => {
    const script = 'sleep 600 & echo "port 1, processes $$ $!"; wait';
    const server = await ServerProcess.start('a deaf server', ['sh', '-c', script], never);
    expect(server.port).toBe(1);
    expect(server.pids).toHaveLength(2);
    await server.stop();
    await allEnded(server.pids);
  });
});
