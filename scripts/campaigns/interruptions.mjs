// node scripts/campaigns/interruptions.mjs [CALL…]
//
// System calls that end with EINTR at every second or third call, by strace, in a process whose two threads talk through
// every call that moves bytes. Case R3 of the design: byte-exact, and no timeout longer than set + 10 % + 20 ms.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finish } from './report.mjs';

const program = fileURLToPath(new URL('interrupted-peers.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'stdnet-interruptions-'));
const trace = join(folder, 'trace');
const DEADLINE_S = '60';
const LATE_MS = 30; // 10 % of 100 ms, and 20

const every = [
  'recvfrom',
  'sendto',
  'accept4',
  'connect',
  'poll,ppoll',
  'sendmsg',
  'recvmsg',
  'recvmmsg',
  'sendmmsg',
];
const calls = process.argv.length > 2 ? process.argv.slice(2) : every;
const patterns = ['1+2', '2+3', '1..3'];

/** `when`: as strace has it, counted for each thread. `timeout` ends the tracer and what it traces. */
function interrupt(call, when) {
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:error=EINTR:when=${when}`];
  const command = ['strace', '-f', '-qq', '-o', trace, ...inject, process.execPath, program];
  const { stdout, status } = spawnSync('timeout', ['-s', 'KILL', DEADLINE_S, ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const injected = readFileSync(trace, 'utf8').split('(INJECTED)').length - 1;
  return status === 0 ? { injected, ...JSON.parse(stdout) } : { injected, exact: false, end: status };
}

const wrong = [];
let injected = 0;
let late = 0;
for (const call of calls) {
  for (const when of patterns) {
    const result = interrupt(call, when);
    injected += result.injected;
    late = Math.max(late, result.late ?? 0);
    if (!result.exact) wrong.push({ call, when, ...result });
    console.log(call.padEnd(12), when.padEnd(5), JSON.stringify(result));
  }
}
rmSync(folder, { recursive: true });
console.log(
  `${injected} interruptions, ${wrong.length} runs wrong, timeouts ${Math.round(late)} ms late at most (limit ${LATE_MS})`,
);
finish({ campaign: 'interruptions', injected, wrong, late }, wrong.length === 0);
