// A Worker is blocked in a read; a signal with a listener is the main thread's business and leaves it alone.
import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { connectedPair } from '../../support/blocked-calls.mjs';

const say = (text) => writeSync(1, `${text}\n`);
const [near, far] = connectedPair();
let signals = 0;
process.on('SIGINT', () => {
  say(`heard ${++signals}`);
  if (signals === 3) far.write(Uint8Array.of(42));
});

const worker = new Worker(
  `import { parentPort, workerData } from 'node:worker_threads';
   import { TcpStream } from 'stdnet';
   const stream = TcpStream.fromRawFd(workerData);
   parentPort.postMessage('blocking');
   const buf = new Uint8Array(1);
   try {
     parentPort.postMessage('read ' + stream.read(buf) + ' ' + buf[0]);
   } catch (error) {
     parentPort.postMessage('threw ' + error.kind);
   }`,
  { eval: true, workerData: near.intoRawFd() },
);
worker.on('message', say);
worker.on('exit', () => process.exit(0));
