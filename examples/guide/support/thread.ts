import { type Transferable, Worker } from 'node:worker_threads';

/**
 * Rust's `thread::spawn(move || …)`: runs the file `script` again, in a thread of its own, where `isMainThread` is false and
 * `workerData` is `data`. The thread starts and runs even while the caller blocks.
 *
 * With compiled code, or a Node that runs TypeScript itself, this is `new Worker(new URL(script), { workerData: data })`.
 * tsx does not reach into Workers, so that this one goes through a file that loads tsx first.
 */
export function spawn(script: string, data: unknown, moved: Transferable[] = []): Worker {
  return new Worker(new URL('./typescript.mjs', import.meta.url), {
    argv: [script],
    execArgv: [],
    workerData: data,
    transferList: moved,
  });
}
