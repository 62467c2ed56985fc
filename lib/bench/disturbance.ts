/** What a server has to do beside the load, while the load runs. @internal */
import { connect, type Socket } from 'node:net';
import { BenchError } from './error.js';
import type { ServerProcess } from './server_process.js';
import type { Workload } from './workloads.js';

const QUESTION = Buffer.from('x');
/** lib/bench/servers/burn.ts: who has not computed it does not know it. */
const ANSWER = Buffer.of(123);

/**
 * Runs the load while the workload's neighbours ask, and while the server's JS thread is kept busy.
 *
 * @throws what `run` throws; BenchError when a neighbour is not answered as it must be; the signal's reason.
 * @internal
 */
export async function disturbed<T>(
  { neighbours, busyMs }: Workload,
  process: Pick<ServerProcess, 'port' | 'tell'>,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (busyMs > 0) process.tell(`busy ${busyMs}`);
  try {
    return await withNeighbours(neighbours, process.port, signal, run);
  } finally {
    if (busyMs > 0) process.tell('busy 0');
  }
}

async function withNeighbours<T>(
  count: number,
  port: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const neighbours: Socket[] = [];
  try {
    for (let i = 0; i < count; i++) {
      neighbours.push(
        await neighbour(port, stop, (why) => failed.abort(new BenchError(`a neighbour ${why}`))),
      );
    }
    return await run(stop);
  } finally {
    for (const socket of neighbours) socket.destroy();
  }
}

/** Asks, and asks again as soon as it has been answered. Resolves once its first question is on its way. */
async function neighbour(port: number, stop: AbortSignal, fail: (why: string) => void): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket
    .on('data', (answer) => {
      if (answer.equals(ANSWER)) socket.write(QUESTION);
      else fail(`was answered with ${answer.toString('hex')}`);
    })
    .on('error', ({ message }) => fail(`failed: ${message}`))
    .on('end', () => fail('was hung up on'));
  await new Promise<void>((resolve) => {
    socket.write(QUESTION, () => resolve());
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  return socket;
}
