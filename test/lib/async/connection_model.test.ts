// Random lives of connections on the event loop, with calls that wait at the same time, each call held against a model. Many
// more: scripts/campaigns/connection-lives.mjs --async.
import { afterAll, beforeAll, it } from 'vitest';
import { BufReader, TcpStream } from '../../../lib/async/index.js';
import { loopLivesAsModelled } from '../../support/loop-model.mjs';
import { ObedientPeer } from '../../support/obedient-peer.mjs';

let peer: ObedientPeer;
beforeAll(async () => {
  peer = await new ObedientPeer().ready();
});
afterAll(() => peer.leave());

it('gives in every state what the model says: bytes, the end, or this kind of error', async () => {
  await loopLivesAsModelled({ TcpStream, BufReader }, peer, { numRuns: 250 });
});
