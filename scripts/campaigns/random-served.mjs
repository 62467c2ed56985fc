// random-served.mjs SETTINGS: the server of random-connections.mjs. Prints its port; answers each line of its stdin with its
// counters, what it holds, and what it has done on the connections that have ended meanwhile; ends with its stdin.
import { createInterface } from 'node:readline';
import { serve } from 'stdnet';
import { descriptorCount, threadCount } from '../../test/support/counts.mjs';
import { randomHandler } from './random-handler.mjs';

const { seed, threads } = JSON.parse(process.argv[2]);
let begun = [];
let ended = [];

const handler = randomHandler(seed, {
  begin: (who) => begun.push(who),
  end: (record) => ended.push(record),
});
const server = serve('127.0.0.1:0', handler, { threads });
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
