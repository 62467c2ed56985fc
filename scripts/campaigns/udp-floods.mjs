// node scripts/campaigns/udp-floods.mjs [SECONDS = 10] [SIZE = 512] [--lenient]
//
// Datagrams that come faster than a server gets to them: for a native handler, a function, and a blocking socket in a Worker. What was sent
// must have been received or counted by the kernel as dropped; the server's memory is bounded; and a client that asks after the
// flood is answered within a second.
import dgram from 'node:dgram';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { server } from '../../bench/support.mjs';
import { finish } from './report.mjs';
import { memoryOf, output, peer, settings } from './servers.mjs';

const {
  numbers: [seconds, size],
} = settings(10, 512);
const MOST_MIB = 64;
const LIMIT_MS = 1_000;
const PATIENCE_MS = 30_000;
const MIB = 1024 * 1024;
const program = fileURLToPath(new URL('udp-flooded.mjs', import.meta.url));
const flood = peer('flood');

/** The last column of /proc/net/udp. */
function dropsOf(port) {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  const line = readFileSync('/proc/net/udp', 'utf8')
    .split('\n')
    .find((text) => text.includes(local));
  return Number(line.trim().split(/\s+/).at(-1));
}

/** How long it takes until one of `count` questions is answered, asked 20 ms apart: how many were asked too. */
async function ask(port) {
  const client = dgram.createSocket('udp4');
  const start = performance.now();
  let answered = null;
  let asked = 0;
  client.on('message', () => (answered ??= performance.now() - start));
  while (answered === null && performance.now() - start < PATIENCE_MS) {
    client.send('?', port, '127.0.0.1');
    asked++;
    await sleep(20);
  }
  client.close();
  return { asked, ms: answered };
}

/** Until nothing more is received. */
async function settled(flooded) {
  for (let before = -1; ; await sleep(100)) {
    const { received } = await flooded.ask();
    if (received === before) return received;
    before = received;
  }
}

async function floodOf(kind) {
  const flooded = await server(process.execPath, [program, kind]);
  await ask(flooded.port); // all is loaded, and has been used
  await settled(flooded);
  const [before, drops] = [await flooded.ask(), dropsOf(flooded.port)];
  const memory = memoryOf(flooded.pid, 'VmHWM');
  const { sent } = JSON.parse(await output(flood, [flooded.port, seconds, size]));
  const { ms, asked } = await ask(flooded.port);
  const received = (await settled(flooded)) - before.received;
  const dropped = dropsOf(flooded.port) - drops;
  const more = (memoryOf(flooded.pid, 'VmHWM') - memory) / MIB;
  await flooded.end();
  return { kind, sent, received, dropped, missing: sent + asked - received - dropped, more, ms };
}

const results = [];
for (const kind of ['native', 'function', 'worker']) results.push(await floodOf(kind));
const table = new Table({
  style: { head: [], border: [] },
  head: ['server', 'sent', 'received', 'dropped', 'missing', 'MiB more', 'answered after, ms'],
});
for (const { kind, sent, received, dropped, missing, more, ms } of results)
  table.push([kind, sent, received, dropped, missing, more.toFixed(1), ms?.toFixed(1) ?? 'never']);
console.log(table.toString());
const held = results.every(({ missing, more, ms }) => missing === 0 && more < MOST_MIB && ms !== null);
finish(
  { campaign: 'udp-floods', seconds, size, results },
  held,
  results.every(({ ms }) => ms < LIMIT_MS),
);
