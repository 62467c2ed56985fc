/** A Worker that serves, as its own side and as the main thread's have it. */
import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';

/** In the Worker: says where its server is, and leaves as it is told. */
export function leaveAsTold(server) {
  parentPort.postMessage(String(server.localAddr()));
  parentPort.once('message', (way) => {
    if (way === 'exit') process.exit(0);
    if (way === 'throw') throw new Error('thrown in the Worker');
    if (way === 'unref') server.unref();
  });
}

/** Starts such a Worker. `end(way)`: 'terminate', or a way in which it leaves by itself; resolves when it has. */
export async function servedWorker(url, workerData) {
  const worker = new Worker(url, { workerData });
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  worker.on('error', () => {});
  const [address] = await once(worker, 'message');
  const end = async (way) => {
    if (way === 'terminate') await worker.terminate();
    else worker.postMessage(way);
    await exited;
  };
  return { address, end };
}
