// node bench/idle-memory.mjs [CONNECTIONS = 5000]
//
// What an idle connection costs, its sockets apart: the growth of the server's resident memory, and what the kernel keeps for
// its threads (a stack of 16 KiB, and a task of 7 KiB as the design has it). Case P16: 40 kB with a thread for each connection,
// 12 kB in a pool. Every connection has been answered once.
import { connect } from 'node:net';
import { start } from './load.mjs';
import { printTable, threadsOf } from './support.mjs';

const [connections = 5_000] = process.argv.slice(2).map(Number);
const KERNEL_PER_THREAD = (16 + 7) * 1024;

async function answered(port) {
  const socket = connect(port, '127.0.0.1');
  socket.write('x'.repeat(64));
  await new Promise((resolve, reject) => socket.once('data', resolve).once('error', reject));
  return socket;
}

async function cost(kind) {
  const server = await start(kind, 'echo');
  const sockets = [await answered(server.port)];
  const before = { ...(await server.ask()), threads: threadsOf(server.pid) };
  while (sockets.length <= connections) {
    sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => answered(server.port)))));
  }
  const after = { ...(await server.ask()), threads: threadsOf(server.pid) };
  for (const socket of sockets) socket.destroy();
  await server.end();
  const count = sockets.length - 1;
  const resident = (after.rss - before.rss) / count;
  const kernel = ((after.threads - before.threads) * KERNEL_PER_THREAD) / count;
  return { kind, resident, kernel, all: resident + kernel };
}

const costs = [];
for (const kind of ['threads', 'pool', 'node']) costs.push(await cost(kind));
printTable(
  ['server', 'resident kB', 'threads in the kernel kB', 'in all kB'],
  costs.map(({ kind, ...sizes }) => [kind, ...Object.values(sizes).map((size) => (size / 1_000).toFixed(1))]),
);
console.log(JSON.stringify({ benchmark: 'idle-memory', connections, costs }));
