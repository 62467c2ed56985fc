/** What lifetimes.mjs does from its main thread alone: it ends Workers and processes in which its other deeds are being done. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { callNames } from '../../test/support/blocked-calls.mjs';

const busy = new URL('lifetimes-busy.mjs', import.meta.url);
const leaving = fileURLToPath(new URL('../../test/integration/programs/leave.mjs', import.meta.url));
const codes = { exit: 7, throw: 1, reject: 1, end: 0 };
const DEADLINE_MS = 30_000;

async function endBusy(random) {
  const worker = new Worker(busy, { workerData: { seed: random.below(2 ** 31) } });
  const failed = once(worker, 'error').then(([error]) => error);
  const wait = sleep(100 + random.below(1500));
  const fault = await Promise.race([wait, failed]);
  await worker.terminate();
  if (fault) throw new Error(`in a Worker: ${fault.stack}`);
}

async function leave(way, args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const late = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code, signal] = await once(child, 'close');
  clearTimeout(late);
  if (code !== codes[way]) throw new Error(`${way} ended with ${code ?? signal}: ${output.slice(-2000)}`);
}

/** A process leaves with blocked Workers. */
async function leaveBlocked(random) {
  const way = random.pick(['exit', 'throw', 'end']);
  const calls = Array.from({ length: 1 + random.below(4) }, () => random.pick(callNames));
  await leave(way, [leaving, way, ...calls]);
}

/** A process leaves in the middle of everything. */
async function leaveBusy(random) {
  const way = random.pick(['exit', 'throw', 'reject']);
  const [seed, ms] = [random.below(2 ** 31), random.below(2000)];
  await leave(way, ['--expose-gc', fileURLToPath(busy), String(seed), way, String(ms)]);
}

export const outerDeeds = { endBusy, leaveBlocked, leaveBusy };
