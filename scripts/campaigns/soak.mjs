// node scripts/campaigns/soak.mjs [SECONDS = 1800] [SEED] [--lenient]
//
// Everything at once: every kind of server in one process, clients of every kind in two others, all day long. Case R15 of the
// design: as fast in the last sixth as in the first, at 95 % at least; clean; accepted = ended + active. Meanwhile servers are
// ended and started anew, Workers are ended in the middle of blocked calls, and every byte is compared.
//
// The work comes in rounds, each the same number of deeds of every kind (soak/quotas.mjs), one after the other as fast as it
// goes: so what a round costs may be compared. What decides is rounds by what the machine had left for them: processor time that
// these processes took, and that nobody took. On a machine with nothing else to do that is rounds by the clock; what others take
// is no fault of ours, and waiting for nothing is. Beside it stand the clock, the server's processor time alone, and what the
// same machine gave an echo of node:net.
//
// Of memory, what is left when the allocator has given back what it keeps free is what decides: glibc keeps it in an arena
// for every few threads, and so much that no leak could be seen beside it. What it keeps is printed too.

import { finish } from './report.mjs';
import { settings } from './servers.mjs';
import { Play } from './soak/play.mjs';
import { heldBy, printWindows, windowOf } from './soak/windows.mjs';

const {
  numbers: [seconds, seed],
} = settings(1_800, Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const PARTS = 6;
const SLOWER = 0.95;
/** Before the first part: what the first ones of each kind leave for good. */
const WARM_UP = Math.min(120, seconds / 4);
const CLEAN_MS = 2_000;
const MOST_MORE = 8e6;
const REPORT_MS = 60_000;
const LOOK_MS = 1_000;

const play = await Play.start(seed);
await play.rounds(1_000 * WARM_UP);
const before = await play.rested(CLEAN_MS, () => false);

const ours = ['server', 'own'];
const held = (look) =>
  ours.every((who) =>
    ['descriptors', 'threads', 'handles'].every((what) => look[who][what] <= before[who][what]),
  );
const flat = (look) =>
  ours.every((who) => look[who].kept <= Math.max(1.1 * before[who].kept, before[who].kept + MOST_MORE));
const counted = ({ server: { accepted, ended, active } }) => accepted === ended && active === 0;

const part = (1_000 * seconds) / PARTS;
const windows = [];
let from = await play.look();
let nextEnd = performance.now() + part;
let nextLook = 0;
let nextReport = performance.now() + REPORT_MS;

function report(look) {
  const { rounds, perFreeSecond, load, server, own } = windowOf(from, look, play.quotas);
  const MB = (bytes) => Math.round(bytes / 1e6);
  console.log(
    `part ${windows.length + 1}: ${rounds.toFixed(1)} rounds, ${perFreeSecond.toFixed(3)} a free second, load ${load}; ` +
      `server ${MB(server.rss)} MB, heap ${MB(server.heapUsed)}; clients ${MB(own.rss)} MB`,
  );
}

/** Also takes what the servers have noted meanwhile. */
async function watch() {
  const now = performance.now();
  if (now < nextLook) return;
  nextLook = now + LOOK_MS;
  const look = await play.look();
  if (now >= nextReport) {
    nextReport += REPORT_MS;
    report(look);
  }
  if (now < nextEnd || windows.length === PARTS - 1) return;
  windows.push(windowOf(from, look, play.quotas));
  from = look;
  nextEnd += part;
}

await play.rounds(1_000 * seconds, watch);
windows.push(windowOf(from, await play.look(), play.quotas));
// What a client has done may be told after the server has been looked at.
const known = () => play.open.length === 0;
const after = await play.rested(CLEAN_MS, (look) => held(look) && flat(look) && counted(look) && known());
await play.end();

for (const pair of play.open) play.faults.push({ what: 'not ended', ...pair });
for (const fault of play.faults.slice(0, 10)) console.log(fault);
printWindows(windows);
const ratio = (what) => windows.at(-1)[what] / windows[0][what];
const ratios = Object.fromEntries(
  ['perFreeSecond', 'perSecond', 'perServerSecond', 'perControlSecond'].map((what) => [what, ratio(what)]),
);
const results = {
  ...{ held: held(after), flat: flat(after), counted: counted(after) },
  asFast: ratios.perFreeSecond >= SLOWER,
};
console.log('last part to first:', ratios, results);
const deeds = Object.values(after.done).reduce((sum, count) => sum + count, 0);
const bytes = after.strangers.bytes + after.own.bytes;
const cut = after.strangers.cut + after.own.cut;
const lost = after.strangers.lost + after.own.lost;
const { accepted, ended, active, restarts, late, errors } = after.server;
console.log({ deeds, bytes, cut, lost, accepted, ended, active, restarts, late, errors });
const holds = (look) => Object.fromEntries(ours.map((who) => [who, heldBy(look[who])]));
console.log('before', holds(before), 'after', holds(after));
finish(
  {
    ...{ campaign: 'soak', seconds, seed, faults: play.faults.length, ...results, ratios },
    ...{ deeds, bytes, cut, lost, accepted, ended, active, restarts, late, errors },
    ...{ slowestEnd: play.slowestEnd, windows, before: holds(before), after: holds(after) },
  },
  play.faults.length === 0 && results.held && results.counted,
  results.flat && results.asFast,
);
