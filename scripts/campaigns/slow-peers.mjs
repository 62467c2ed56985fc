// node scripts/campaigns/slow-peers.mjs [N = 5000] [LINE_TIMEOUT = 10] [--pool THREADS]
//
// N connections that send a byte a second and never a whole line (slowloris), and one client as any other. Case R9 of the design:
// the client's p99 stays under 50 ms, the slow ones are ended by the line timeout, and cost less than 25 kB of resident memory
// each; what the kernel keeps for a thread (some 23 kB, where each has one) and for sockets is not in that.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { threadsOf } from '../../bench/support.mjs';
import { ping } from './ping.mjs';
import { finish, summary } from './report.mjs';
import { memoryOf, peer, served, settings } from './servers.mjs';

const {
  numbers: [count, lineTimeout],
  threads,
} = settings(5_000, 10);
const MOST_P99_MS = 50;
const MOST_BYTES = 25_000;
/** How late a timeout may be noticed, here and there. */
const LATE_S = 1;

const executable = peer('slow');
const server = await served({ handler: ['lines'], options: { threads, lineTimeout: 1_000 * lineTimeout } });
const client = ping(server.port, 'ping\n', 'PING\n');
await sleep(200);
const before = { rss: memoryOf(server.pid, 'VmRSS'), threads: threadsOf(server.pid) };

const slow = spawn(executable, [String(server.port), String(count)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const lines = createInterface(slow.stdout)[Symbol.asyncIterator]();
const start = performance.now();
await lines.next();
const opened = (performance.now() - start) / 1_000;
await sleep(2_000); // each has sent a byte or two
const full = { rss: memoryOf(server.pid, 'VmRSS'), threads: threadsOf(server.pid) };
const last = (await lines.next()).value;
if (last === undefined) throw new Error(`the slow peers ended with ${await once(slow, 'close')}`);
const ended = JSON.parse(last);
await sleep(100);
const { active, errors } = await server.ask();
const { count: pings, p50, p99, max } = summary(await client.stop());
await server.end();

const bytesEach = Math.round((full.rss - before.rss) / count);
console.log(
  `${count} slow connections, open after ${opened.toFixed(2)} s, ended after ${ended.first} to ${ended.last} s`,
);
console.log(`${bytesEach} bytes each (limit ${MOST_BYTES}), ${full.threads - before.threads} threads more`);
console.log(
  `the client: ${pings} requests, p50 ${p50} ms, p99 ${p99} ms (limit ${MOST_P99_MS}), max ${max} ms`,
);
const inTime = ended.last < lineTimeout + LATE_S && p99 < MOST_P99_MS;
finish(
  {
    ...{ campaign: 'slow-peers', threads, count, opened, ended, bytesEach, active, errors },
    client: { pings, p50, p99, max },
  },
  ended.first >= lineTimeout && errors.TimedOut === count && active === 1 && bytesEach < MOST_BYTES,
  inTime,
);
