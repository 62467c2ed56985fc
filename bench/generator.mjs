// node bench/generator.mjs [ROUNDS = 5] [REQUESTS = 400000]
//
// The benchmark's load generator beside redis-benchmark: each drives the same redis-server with one thread and 50 connections,
// SET and GET of 32 bytes, one request at a time and 32 sent together (a tenth of the requests where they go one by one).
// With 32 the server is the limit, and what the two count should differ by 10 % at most. One at a time redis-benchmark takes more
// processor time for a request than redis-server does and is the limit itself: the generator, which takes less, counts more.
// The generator holds every reply against what it must be, which redis-benchmark does not.
import { hasRedisServer, hasRedisTools } from '../test/support/redis.mjs';
import { beside, load, redis, redisBenchmark } from './load.mjs';
import { interleaved, printTable } from './support.mjs';

const [rounds = 5, requests = 400_000] = process.argv.slice(2).map(Number);
if (!hasRedisServer || !hasRedisTools) throw new Error('needs redis-server and redis-benchmark');

const CONNECTIONS = 50;
const server = await redis();
const kv = { work: 'kv', protocol: 'resp', connections: CONNECTIONS, threads: 1, serverPids: [server.pid] };

const rows = [];
const ratios = {};
for (const pipeline of [1, 32]) {
  for (const [test, reads] of Object.entries({ set: 0, get: 1 })) {
    const count = Math.ceil(pipeline === 1 ? requests / 10 : requests);
    const results = await interleaved(
      {
        ours: () => load(server.port, { ...kv, reads, pipeline }),
        theirs: () =>
          redisBenchmark(server.port, test, pipeline, count, '-c', CONNECTIONS, '-d', 32, '-r', 64),
      },
      rounds,
    );
    const name = `${test} -P ${pipeline}`;
    const { ratio, row } = beside(results.ours, results.theirs);
    ratios[name] = ratio;
    rows.push([name, ...row]);
  }
}
await server.end();
printTable(['redis-server', 'generator/s', 'redis-benchmark/s', 'ratio', 'generator busy'], rows);
console.log(JSON.stringify({ benchmark: 'generator', rounds, requests, ratios }));
