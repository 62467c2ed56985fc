import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { idleCosts, waits } from '../../../lib/bench/beside.js';
import { disturbed } from '../../../lib/bench/disturbance.js';
import { IdleCrowd } from '../../../lib/bench/idle_crowd.js';
import { remarks } from '../../../lib/bench/remarks.js';
import { obey } from '../../../lib/bench/servers/busy.js';
import { SUITES } from '../../../lib/bench/suites.js';
import { measured, outcome, report, rounds } from './outcomes.js';
import { run } from './runs.js';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** What it does with each connection that comes. */
async function serving(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const never = new AbortController().signal;
const workload = (id: string) => SUITES.flatMap(({ workloads }) => workloads).find((one) => one.id === id)!;

describe('a neighbour', () => {
  const noisy = workload('noisy-neighbour-15');
  const told: string[] = [];
  const beside = (port: number, run: (stop: AbortSignal) => Promise<unknown>, signal = never) =>
    disturbed(noisy, { port, tell: (line) => told.push(line) }, signal, run);
  /** Until the run is to end. */
  const endless = async (stop: AbortSignal) => {
    if (!stop.aborted) await once(stop, 'abort');
    throw stop.reason;
  };

  it('asks again as soon as it has been answered, until the run is over', async () => {
    let asked = 0;
    let done = () => {};
    const thrice = new Promise<void>((resolve) => {
      done = resolve;
    });
    const left = new Promise<void>((resolve) => {
      void serving((socket) => {
        socket.on('data', () => {
          if (++asked === 3) done();
          socket.write(Buffer.of(123));
        });
        socket.on('close', () => resolve());
      }).then((port) => beside(port, () => thrice));
    });
    await left;
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(told).toEqual([]);
  });

  it('fails the run where nobody has computed its answer', async () => {
    const port = await serving((socket) => socket.pipe(socket));
    await expect(beside(port, endless)).rejects.toThrow('a neighbour was answered with 78');
  });

  it('fails the run when it is hung up on, and when nobody listens', async () => {
    const port = await serving((socket) => socket.once('data', () => socket.end()));
    await expect(beside(port, endless)).rejects.toThrow('a neighbour was hung up on');
    servers.splice(0)[0]!.close();
    await expect(beside(port, endless)).rejects.toThrow(/a neighbour failed: .*ECONNREFUSED/);
  });

  it('ends with the reason of the signal', async () => {
    const port = await serving(() => {});
    const stop = new AbortController();
    const run = beside(port, endless, stop.signal);
    stop.abort(new Error('enough'));
    await expect(run).rejects.toThrow('enough');
  });
});

describe('a busy JS thread', () => {
  it('is busy while the load runs', async () => {
    const told: string[] = [];
    const process = { port: 1, tell: (line: string) => told.push(line) };
    await disturbed(workload('busy-js-16'), process, never, async () => told.push('the run'));
    expect(told).toEqual(['busy 50', 'the run', 'busy 0']);
    told.length = 0;
    await disturbed(workload('echo-16'), process, never, async () => {});
    expect(told).toEqual([]);
  });

  it('computes again and again, until it is told to stop', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const now = vi.spyOn(performance, 'now');
    let clock = 0;
    now.mockImplementation(() => (clock += 10));
    obey('busy 50');
    obey('busy 40');
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(100);
    expect(clock).toBe(50); // the first look at the clock, and 40 more
    vi.advanceTimersByTime(200);
    expect(clock).toBe(150);
    obey('busy 0');
    expect(vi.getTimerCount()).toBe(0);
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
});

describe('an idle crowd', () => {
  const gather = (port: number, signal = never, patienceMs = 20_000) => {
    let threads = 0;
    let resident = 1e6;
    const footprint = () => {
      threads += 10;
      resident += 50_000;
      return { threads, resident };
    };
    return IdleCrowd.gather(250, { port, footprint }, patienceMs, signal);
  };

  it('has been answered once, and costs what the server has grown by', async () => {
    const port = await serving((socket) => socket.once('data', (chunk) => socket.write(chunk)));
    const crowd = await gather(port);
    expect(sockets).toHaveLength(250);
    expect(crowd.memory).toEqual({ resident: 200, kernel: (10 * 23 * 1_024) / 250 });
    crowd.leave();
  });

  it('is unknown where the system does not tell', async () => {
    const port = await serving((socket) => socket.once('data', (chunk) => socket.write(chunk)));
    const crowd = await IdleCrowd.gather(1, { port, footprint: () => null }, 20_000, never);
    expect(crowd.memory).toBeNull();
    crowd.leave();
  });

  it('is told of when the server does not answer, closes, or does not keep it', async () => {
    await expect(gather(await serving(() => {}), never, 10)).rejects.toThrow(
      'one of 250 idle connections: no answer for 10 ms',
    );
    const closing = await serving((socket) => socket.once('data', () => socket.end()));
    await expect(gather(closing)).rejects.toThrow('one of 250 idle connections: the server closed it');
    const theirs: Socket[] = [];
    const port = await serving((socket) => {
      theirs.push(socket);
      socket.once('data', (chunk) => socket.write(chunk));
    });
    const crowd = await gather(port);
    for (const socket of theirs.slice(0, 2)) socket.end();
    await Promise.all(theirs.slice(0, 2).map((socket) => once(socket, 'close')));
    (await gather(port)).leave(); // by now our side has heard of it
    expect(() => crowd.leave()).toThrow('the server ended 2 idle connections');
  });

  it('ends with the reason of the signal', async () => {
    const stop = new AbortController();
    const crowd = gather(await serving(() => {}), stop.signal);
    stop.abort(new Error('enough'));
    await expect(crowd).rejects.toThrow('enough');
    await expect(gather(await serving(() => {}), stop.signal)).rejects.toThrow('enough');
  });
});

describe('the remarks', () => {
  const waiting = (p99: number) =>
    [1, 2, 3, 4, 5].map((i) => report(100, { p50: 50, p99: p99 + i, max: 9_000 }));

  it('tell how long the others waited, and how many times as long with node:net', () => {
    const noisy = outcome('noisy-neighbour-15', [
      measured('threads', waiting(600)),
      measured('node', waiting(60_000)),
      measured('js-worker', waiting(120_000)),
      measured('loop', waiting(60_000)),
    ]);
    expect(waits(run([noisy]).workloads)).toEqual([
      'echo 64 B, 15 connections, 1,000 requests a second, beside one that computes, p50, p99 and the most that was waited, in ms:',
      '  native threads: 0.0500, 0.603, 9.00; p99 of node:net is 99.5 (99.2-99.8) times that: lower',
      '  node:net: 0.0500, 60.0, 9.00',
      '  JavaScript, one Worker: 0.0500, 120, 9.00; p99 of node:net is 0.500 (0.500-0.500) times that: higher',
      '  native event loop: 0.0500, 60.0, 9.00; p99 of node:net is 1.00 (1.00-1.00) times that: no difference shown',
    ]);
    const alone = outcome('busy-js-16', [measured('threads', waiting(600))]);
    expect(waits(run([alone]).workloads)[1]).toBe('  native threads: 0.0500, 0.603, 9.00');
    expect(waits(run([outcome('echo-16', [measured('node', rounds(1))])]).workloads)).toEqual([]);
  });

  it('tell what an idle connection costs', () => {
    const idle = outcome('idle-1000', [
      measured('threads', rounds(1e5), 5e7, { resident: 13_500, kernel: 23_552 }),
      measured('node', rounds(1e5), null, null),
    ]);
    const text = [
      'echo 64 B, 16 connections beside 1,000 idle ones, kB of an idle one without its sockets (resident, for its thread in the kernel):',
      '  native threads: 37.1 (13.5 resident, 23.6)',
    ];
    expect(idleCosts(run([idle]).workloads)).toEqual(text);
    expect(remarks(run([idle]).workloads)).toEqual(expect.arrayContaining(text));
  });
});
