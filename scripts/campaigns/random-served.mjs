// random-served.mjs SETTINGS: the server of random-connections.mjs. Prints its port; answers each line of its stdin with its
// counters, what it holds, and what it has done on the connections that have ended meanwhile; ends with its stdin.
import { createInterface } from 'node:readline';
import { serve } from 'stdnet';
import { descriptorCount, threadCount } from '../../test/support/counts.mjs';
import { Random } from '../../test/support/random.mjs';
import { Actor, fromClient, fromServer } from './random-actor.mjs';

const { seed, threads } = JSON.parse(process.argv[2]);
let begun = [];
let ended = [];

const server = serve(
  '127.0.0.1:0',
  async (connection) => {
    const { id, peer } = connection;
    const random = new Random(seed + id);
    const way = random.pick(['events', 'loop', 'stream']);
    begun.push({ id, way, port: peer.port });
    const stream = way === 'stream' ? connection.toDuplex() : connection;
    const actor = new Actor(stream, random, { sends: fromServer(peer.port), expects: fromClient(peer.port) });
    const over = actor.write();
    if (way === 'loop') await actor.loop().catch(() => {});
    else actor.listen();
    const record = await over;
    ended.push({ id, way, ...record });
  },
  { threads },
);
console.log(server.localAddr().port);

for await (const _ of createInterface(process.stdin)) {
  globalThis.gc();
  const { accepted, active, ended: over } = server.stats();
  const holds = {
    descriptors: descriptorCount(),
    threads: threadCount(),
    rss: process.memoryUsage.rss(),
  };
  console.log(JSON.stringify({ accepted, active, over, holds, begun, ended }));
  begun = [];
  ended = [];
}
server.close();
