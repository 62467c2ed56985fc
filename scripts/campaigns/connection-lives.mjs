// node scripts/campaigns/connection-lives.mjs [LIVES = 10000] [SEED]
//
// Random lives of connections to a peer over node:net, each call held against a model (test/support/connection-model.mjs). A
// failure prints its seed and the shortest life that goes wrong.
import { BufReader, TcpStream } from 'stdnet';
import { livesAsModelled } from '../../test/support/connection-model.mjs';
import { ObedientPeer } from '../../test/support/obedient-peer.mjs';
import { finish } from './report.mjs';

const lives = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const peer = await new ObedientPeer().ready();
let wrong = null;
try {
  livesAsModelled({ TcpStream, BufReader }, peer, { numRuns: lives, seed });
} catch (error) {
  wrong = error.message;
  console.log(wrong, error.cause ?? '');
}
await peer.leave();
finish({ campaign: 'connection-lives', seed, lives, wrong }, wrong === null);
