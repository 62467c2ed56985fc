/** The Worker of a server: loads the user's module, and serves connections with it. @internal */
import { parentPort, workerData } from 'node:worker_threads';
import { native } from '../binding/index.js';
import { serveMany } from './serve_many.js';
import { serveOneByOne } from './serve_one.js';
import { READY, type WorkerJob } from './worker_job.js';
import { handlerOf } from './worker_module.js';

/** `worker` is null where the server is over already. */
function begin<Worker>(worker: Worker | null, serve: (worker: Worker) => void): void {
  if (worker === null) process.exit();
  parentPort?.postMessage(READY);
  serve(worker);
}

async function main(job: WorkerJob): Promise<void> {
  const handler = handlerOf(await import(job.module), job.module);
  if (typeof handler === 'function') {
    begin(native.workerJoin(job.server), (worker) => serveOneByOne(worker, handler, job));
  } else {
    begin(native.parkingJoin(job.server), (worker) => serveMany(worker, handler, job));
  }
}

void main(workerData);
