// leave-load.mjs WAY: leaves in that way while a run of an hour and the server that it drives are under way.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { native } from '../../../../dist/binding/index.js';

const hour = 3_600_000;

/** What keeps both running. */
function start() {
  const local = new Uint8Array(28);
  const server = native.eventLoopStart(native.parseSocketAddr('127.0.0.1:0'), 'echo', local);
  const run = native.loadStart(local, {
    ...{
      work: 'echo',
      connections: 4,
      threads: 2,
      message: 64,
      window: 1,
      messages: 0,
      pipeline: 1,
      rate: 0,
    },
    ...{ protocol: 'line', reads: 0.5, keys: 64, valueSize: 32, zipf: 0 },
    ...{ warmUpMs: 0, durationMs: hour, patienceMs: hour, serverPids: [], cores: [], seed: 1 },
  });
  return { server, run };
}

let held = start();
const way = process.argv[2];
if (!isMainThread) {
  parentPort.postMessage('started');
  setInterval(() => native.loadOutcome(held.run), 1);
} else if (way === 'exit') {
  setTimeout(() => process.exit(7), 20);
} else if (way === 'throw') {
  setTimeout(() => {
    throw new Error('nobody catches this');
  }, 20);
} else if (way === 'collect') {
  held = null;
  setTimeout(() => globalThis.gc(), 20);
} else if (way === 'worker') {
  const worker = new Worker(new URL(import.meta.url));
  worker.once('message', () => worker.terminate());
}
