// Random lives of connections, each call held against a model. Many more: scripts/campaigns/connection-lives.mjs.
import { afterAll, beforeAll, it } from 'vitest';
import { BufReader, TcpStream } from '../../../lib/index.js';
import { livesAsModelled } from '../../support/connection-model.mjs';
import { ObedientPeer } from '../../support/obedient-peer.mjs';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();
let peer: ObedientPeer;
beforeAll(async () => {
  peer = await new ObedientPeer().ready();
});
afterAll(() => peer.leave());

it('gives in every state what the model says: bytes, the end, or this kind of error', async () => {
  await livesAsModelled({ TcpStream, BufReader }, peer, { numRuns: 300 });
});
