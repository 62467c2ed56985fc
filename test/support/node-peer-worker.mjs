// The Worker behind test/support/node-peer.ts.
import dgram from 'node:dgram';
import net from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const say = (what) => (value) => parentPort.postMessage({ what, value });
// It lives until it is ended, even with nothing to do.
parentPort.ref();
parentPort.on('message', () => {});

const program = new Function(`return (${workerData.source});`)();
program({ net, dgram, ready: say('ready'), done: say('done') }, ...workerData.args);
