/**
 * `std::thread::spawn` for tests: a function that runs in another thread while this one blocks.
 *
 * The function is sent as source text, so it may name its parameters only; the first is the package. What it needs is
 * passed after it: plain values, descriptor numbers from `intoRawFd()`, handles of either API, which are moved and
 * block there, and channels. It may be asynchronous.
 */

import { Worker } from 'node:worker_threads';
import type * as stdnet from '../../lib/index.js';
import { Socket } from '../../lib/net/socket.js';
import { Channel } from './channel.mjs';

type Answer = { value: unknown } | { error: { kind: string | null; text: string } };

export class Thread {
  readonly #result: Channel;

  constructor(result: Channel) {
    this.#result = result;
  }

  /** Blocks until the function has returned; throws what it threw. Call it once. */
  join(deadlineMs?: number): unknown {
    return answered(this.#result.recv(deadlineMs) as Answer);
  }

  /** {@link join} that lets the event loop of this thread go on. */
  async joined(deadlineMs?: number): Promise<unknown> {
    return answered((await this.#result.receive(deadlineMs)) as Answer);
  }
}

function answered(answer: Answer): unknown {
  if ('error' in answer) throw new Error(`in a thread: ${answer.error.text}`);
  return answer.value;
}

type Busy = { worker: Worker; result: Channel };
const busy = new Set<Busy>();
const idle: Worker[] = [];

function start(): Worker {
  // Without the test runner's own flags; with its environment.
  const worker = new Worker(new URL('./thread-worker.mjs', import.meta.url), { execArgv: [] });
  worker.unref();
  return worker;
}

export function spawn<Args extends unknown[]>(
  body: (std: typeof stdnet, ...args: Args) => unknown,
  ...args: Args
): Thread {
  const worker = idle.pop() ?? start();
  const result = new Channel();
  busy.add({ worker, result });
  worker.postMessage({
    source: body.toString(),
    args: args.map(posted),
    result: result.memory,
  });
  return new Thread(result);
}

/** An argument in the form in which the other thread can be sent it. */
function posted(arg: unknown): unknown {
  if (arg instanceof Channel) return arg.memory;
  if (arg instanceof Socket) return { moved: arg.constructor.name, fd: arg.intoRawFd() };
  return arg;
}

/** For `afterEach`: threads that have answered are used again, the others are ended, blocked or not. */
export async function endThreads(): Promise<void> {
  for (const entry of busy) {
    busy.delete(entry);
    // A filled or emptied first place says that the function is over.
    if (Atomics.load(new Int32Array(entry.result.memory), 2) > 0) idle.push(entry.worker);
    else await entry.worker.terminate();
  }
}

/** For `afterAll`. */
export async function endAllThreads(): Promise<void> {
  await endThreads();
  await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
}
