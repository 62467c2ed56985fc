// node bench/redis.mjs [ROUNDS = 5] [REQUESTS = 1000000]
//
// handlers.kv() beside redis-server, both driven by redis-benchmark with 50 connections: SET and GET, one request at a time
// and 32 sent together (a tenth of the requests where they go one by one). Case P13 of the design: at least 0.9 and 1.5
// times redis-server's rate. The load is the same on all, so what a request costs in CPU tells more than the rate does.
import { readFileSync } from 'node:fs';
import { hasRedisServer, hasRedisTools } from '../test/support/redis.mjs';
import { redis, redisBenchmark, start } from './load.mjs';
import { interleaved, median, printTable } from './support.mjs';

const [rounds = 5, requests = 1_000_000] = process.argv.slice(2).map(Number);
if (!hasRedisServer || !hasRedisTools) throw new Error('needs redis-server and redis-benchmark');

/** Of a process, in the kernel and outside, in seconds. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function run(server, test, pipeline) {
  const count = Math.ceil(pipeline === 1 ? requests / 10 : requests);
  const before = cpu(server.pid);
  const rate = await redisBenchmark(server.port, test, pipeline, count);
  return { rate, cost: ((cpu(server.pid) - before) / count) * 1e6 };
}

const servers = {
  threads: await start('threads', 'kv'),
  pool: await start('pool', 'kv'),
  redis: await redis(),
};
const rows = [];
const ratios = {};
for (const pipeline of [1, 32]) {
  for (const test of ['set', 'get']) {
    const runs = Object.entries(servers).map(([name, server]) => [name, () => run(server, test, pipeline)]);
    const results = await interleaved(Object.fromEntries(runs), rounds);
    for (const name of Object.keys(servers)) {
      const times = median(results[name].map(({ rate }, i) => rate / results.redis[i].rate));
      const cost = median(results[name].map((result) => result.cost));
      ratios[`${test} -P ${pipeline} ${name}`] = times;
      const rate = median(results[name].map((result) => result.rate));
      rows.push([`${test} -P ${pipeline}`, name, Math.round(rate), cost.toFixed(2), times.toFixed(2)]);
    }
  }
}
await Promise.all(Object.values(servers).map((server) => server.end()));
printTable(['redis-benchmark', 'server', 'requests/s', 'µs CPU', 'x redis-server'], rows);
console.log(JSON.stringify({ benchmark: 'redis', rounds, requests, ratios }));
