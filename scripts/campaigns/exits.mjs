// node scripts/campaigns/exits.mjs [WORKERS = 100] [ROUNDS = 5] [CALL…]
//
// How long a process takes to be gone, from process.exit(), a natural end or an uncaught throw, while Workers are blocked in
// every call that can block. Case R7 of the design: the right code, in under 300 ms. With the CALL `control` the Workers
// block in none of this package's calls: what that takes is Node's own.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { callNames } from '../../test/support/blocked-calls.mjs';
import { finish, needSlowLookup, summary } from './report.mjs';

needSlowLookup(import.meta.url, 60_000);

const workers = Number(process.argv[2] ?? 100);
const rounds = Number(process.argv[3] ?? 5);
const program = fileURLToPath(new URL('../../test/integration/programs/leave.mjs', import.meta.url));
const kinds = process.argv.length > 4 ? process.argv.slice(4) : callNames;
const calls = Array.from({ length: workers }, (_, i) => kinds[i % kinds.length]);
const ways = { exit: 7, end: 0, throw: 1 };
const DEADLINE_MS = 8_000 + 100 * workers; // starting a Worker takes some 30 ms of CPU

function leave(way) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, way, ...calls], { stdio: ['ignore', 'pipe', 'ignore'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
    let left = Number.NaN;
    child.stdout.once('data', () => {
      left = performance.now();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve({ code, ms: performance.now() - left });
    });
  });
}

const result = {};
let wrong = 0;
for (const [way, wanted] of Object.entries(ways)) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const { code, ms } = await leave(way);
    if (code === wanted && ms >= 0) times.push(ms);
    else wrong++;
  }
  result[way] = summary(times);
  const { p50, max } = result[way];
  console.log(
    `${way.padEnd(6)} ${workers} blocked Workers, ${times.length} rounds: p50 ${p50} ms, max ${max} ms (limit 300)`,
  );
}
if (wrong > 0) console.log(`${wrong} processes ended wrongly`);
finish({ campaign: 'exits', workers, result, wrong }, wrong === 0);
