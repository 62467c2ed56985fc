// own.mjs SETTINGS: the soak's clients that have this package: stdnet/async, and blocking ones in Workers, which are ended, and
// started anew, while they are in the middle of a call.
import { Worker } from 'node:worker_threads';
import * as lib from 'stdnet/async';
import { crowd, fault, visitors } from './crowd.mjs';
import { StdDatagrams } from './datagrams.mjs';
import { own, split, WORKERS } from './quotas.mjs';
import { settings } from './remote.mjs';
import { StdPeer } from './std-peer.mjs';
import { storm } from './storm.mjs';

const { seed } = settings;
const workers = [];
let started = 0;

const board = crowd('own', own, { storm, replace });

/** The first of them stays. */
function start(place) {
  const { stay, come } = split(own, 'blocking');
  const holding = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('blocking-visitor.mjs', import.meta.url), {
    workerData: {
      ...{ shape: board.shape, memory: board.memory, holding, kinds: place === 0 ? stay : come },
      ...{ name: `blocking.${place}.${started}`, seed: seed + 100_000 + started++ },
    },
  });
  worker.on('message', fault);
  worker.on('error', (error) => fault({ what: error.stack }));
  workers[place] = { worker, holding };
}

/** What it was at counts as done. How long it took to be gone. */
async function replace(place) {
  const { worker, holding } = workers[place % WORKERS];
  const from = performance.now();
  await worker.terminate();
  const took = performance.now() - from;
  const held = Atomics.load(holding, 0);
  if (held > 0) board.finish(Object.keys(own)[held - 1]);
  start(place % WORKERS);
  return took;
}

for (let place = 0; place < WORKERS; place++) start(place);
const transport = {
  connect: (port, random) => StdPeer.connect(lib, port, random),
  datagrams: () => StdDatagrams.open(lib),
};
const { stay, come } = split(own, 'async');
visitors(3, { board, transport, kinds: stay, name: 'async.stay', seed: seed + 2 });
visitors(8, { board, transport, kinds: come, name: 'async', seed: seed + 3 });
