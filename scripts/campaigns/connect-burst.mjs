// node scripts/campaigns/connect-burst.mjs [N = 2000] [ROUNDS = 5] [--pool THREADS]
//
// N connections, opened by one thread as fast as it can, into a server that has just begun: by a peer in C, and by this
// process's own main thread with TcpStream.connect(). Case R2 of the design: under a second. A queue of 128, which is what
// Rust's and Node's servers ask for or little more, drops SYNs, and each is repeated after a second.

import { handlers, serve, TcpStream } from 'stdnet';
import { finish, summary } from './report.mjs';
import { output, peer, settings } from './servers.mjs';

const {
  numbers: [count, rounds],
  threads,
} = settings(2_000, 5);
const LIMIT_MS = 1_000;
const burst = peer('burst');

async function fresh(connectAll) {
  const server = serve('127.0.0.1:0', handlers.echo(), { threads });
  const ms = await connectAll(server.localAddr());
  const { accepted, dropped } = server.stats();
  server.close();
  await server.shutdown();
  if (accepted !== count)
    throw new Error(`${accepted} of ${count} accepted, dropped ${JSON.stringify(dropped)}`);
  return ms;
}

async function byPeer({ port }) {
  const { open, answered } = JSON.parse(await output(burst, [port, count]));
  times.answered.push(1_000 * answered);
  return 1_000 * open;
}

function byThisThread(address) {
  const start = performance.now();
  const streams = Array.from({ length: count }, () => TcpStream.connect(address));
  const ms = performance.now() - start;
  const byte = Buffer.alloc(1);
  for (const stream of streams) {
    stream.writeAll('x');
    stream.readExact(byte);
    stream.close();
  }
  return ms;
}

const times = { peer: [], answered: [], thisThread: [] };
for (let round = 0; round < rounds; round++) {
  times.peer.push(await fresh(byPeer));
  times.thisThread.push(await fresh(byThisThread));
}
const result = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, summary(list)]));
console.log(`${count} connections are open after, ms (limit ${LIMIT_MS}):`);
console.log(result);
finish(
  { campaign: 'connect-burst', threads, count, rounds, ...result },
  true,
  result.peer.max < LIMIT_MS && result.thisThread.max < LIMIT_MS,
);
