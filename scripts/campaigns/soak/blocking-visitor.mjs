// A Worker of own.mjs: one client after the other, which block.
import { parentPort, workerData } from 'node:worker_threads';
import * as lib from 'stdnet';
import { Random } from '../../../test/support/random.mjs';
import { Board } from './board.mjs';
import { StdDatagrams } from './datagrams.mjs';
import { StdPeer } from './std-peer.mjs';
import { Visitor } from './visitor.mjs';

const { shape, memory, holding, kinds, name, seed } = workerData;
const board = new Board(shape, memory);
const all = Object.keys(shape.quotas);
const transport = {
  connect: (port, random) => StdPeer.connect(lib, port, random),
  datagrams: () => StdDatagrams.open(lib),
};
const told = {
  fault: (what) => parentPort.postMessage(what),
  holding: (kind) => Atomics.store(holding, 0, 1 + all.indexOf(kind)),
};
await new Visitor({ board, kinds, transport, name, random: new Random(seed) }, told).live();
