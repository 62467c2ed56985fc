// node scripts/campaigns/connection-lives.mjs [LIVES = 10000] [SEED] [--async]
//
// Random lives of connections to a peer over node:net, each call held against a model (test/support/connection-model.mjs); with
// --async those of stdnet/async, with calls that wait at the same time. A failure prints its seed and the shortest life that
// goes wrong.
import { parseArgs } from 'node:util';
import * as blocking from 'stdnet';
import * as onLoop from 'stdnet/async';
import { livesAsModelled } from '../../test/support/connection-model.mjs';
import { loopLivesAsModelled } from '../../test/support/loop-model.mjs';
import { ObedientPeer } from '../../test/support/obedient-peer.mjs';
import { finish } from './report.mjs';

const options = { async: { type: 'boolean', default: false } };
const { positionals, values } = parseArgs({ allowPositionals: true, options });
const lives = Number(positionals[0] ?? 10_000);
const seed = Number(positionals[1] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const peer = await new ObedientPeer().ready();
let wrong = null;
try {
  const parameters = { numRuns: lives, seed };
  if (values.async) await loopLivesAsModelled(onLoop, peer, parameters);
  else await livesAsModelled(blocking, peer, parameters);
} catch (error) {
  wrong = error.message;
  console.log(wrong, error.cause ?? '');
}
await peer.leave();
finish({ campaign: 'connection-lives', async: values.async, seed, lives, wrong }, wrong === null);
