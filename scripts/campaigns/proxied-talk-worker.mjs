// The Worker behind the blocking clients of proxied-clients.mjs.
import { parentPort } from 'node:worker_threads';
import * as stdnet from 'stdnet';
import { converse } from './proxied-talk.mjs';

parentPort.on('message', async (talk) => {
  parentPort.postMessage(await converse(stdnet, { ...talk, said: Buffer.from(talk.said), atOnce: false }));
});
