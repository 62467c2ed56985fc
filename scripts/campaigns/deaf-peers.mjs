// node scripts/campaigns/deaf-peers.mjs [N = 100] [MEGABYTES = 100] [WRITE_TIMEOUT = 3] [VALUE = 65000] [--pool THREADS]
//
// N connections, each of which asks for so many megabytes, in values of so many bytes (the longest that the line protocol
// lets in by default), and never reads; and one client as any other. Case R10 of the design: the server's memory grows by less
// than 64 MB, the deaf ones are ended by the write timeout, and the client is served meanwhile. A reply that has begun is
// kept whole: with longer values it is a value for each connection, whose memory is not in the 64 MB.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ping } from './ping.mjs';
import { finish, summary } from './report.mjs';
import { memoryOf, peer, served, settings } from './servers.mjs';

const {
  numbers: [count, megabytes, writeTimeout, value],
  threads,
} = settings(100, 100, 3, 65_000);
const MOST_BYTES = 64e6 + 2 * count * Math.max(0, value - 65_536);
const MOST_P99_MS = 50;
/** Whenever it is probed, the peer's kernel may take a little more: the timeout then begins anew. */
const LATEST_S = 3 * writeTimeout + 1;

const executable = peer('deaf');
const server = await served({
  handler: ['kv', null, { maxLine: 2 * value, maxValue: value }],
  options: { threads, writeTimeout: 1_000 * writeTimeout },
});

const setter = connect(server.port, '127.0.0.1');
setter.write(`SET big ${'v'.repeat(value)}\nSET small 1\n`);
let replies = '';
while (replies !== 'OK\nOK\n') replies += (await once(setter, 'data'))[0];
setter.destroy();

const client = ping(server.port, 'GET small\n', '1\n');
await sleep(200);
const before = memoryOf(server.pid, 'VmHWM');
const deaf = spawn(executable, [server.port, count, Math.ceil((1e6 * megabytes) / value)].map(String), {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const lines = createInterface(deaf.stdout)[Symbol.asyncIterator]();
await lines.next();
const last = (await lines.next()).value;
if (last === undefined) throw new Error(`the deaf peers ended with ${await once(deaf, 'close')}`);
const ended = JSON.parse(last);
await sleep(100);
const grown = memoryOf(server.pid, 'VmHWM') - before;
const { active, errors, bytesOut } = await server.ask();
const { count: pings, p50, p99, max } = summary(await client.stop());
await server.end();

console.log(
  `${count} deaf connections, ${megabytes} MB each wanted, ended after ${ended.first} to ${ended.last} s`,
);
console.log(
  `${grown / 1e6} MB more at the most (limit ${MOST_BYTES / 1e6}), ${bytesOut / 1e6} MB in the kernel's hands`,
);
console.log(
  `the client: ${pings} requests, p50 ${p50} ms, p99 ${p99} ms (limit ${MOST_P99_MS}), max ${max} ms`,
);
const inTime = ended.last < LATEST_S && p99 < MOST_P99_MS;
finish(
  {
    ...{ campaign: 'deaf-peers', threads, count, megabytes, value, ended, grown, active, errors },
    client: { pings, p50, p99, max },
  },
  ended.first >= writeTimeout / 2 && errors.TimedOut === count && active === 1 && grown < MOST_BYTES,
  inTime,
);
