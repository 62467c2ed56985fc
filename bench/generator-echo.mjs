// node bench/generator-echo.mjs [ROUNDS = 5] [SECONDS = 1, whole ones]
//
// The benchmark's load generator beside wrk: each drives a server of bench/c that makes the same system calls for the same 64 bytes
// each way (an echo for the one, a fixed response for the other, which speaks HTTP), with one thread on a core of its own and the server on
// another. Where a request takes the server 10 us to compute the server is the limit, and what the two count should differ by 10 % at most.
// Where it takes none both generators are the limit, and the one that takes less for a request counts more.
// The generator holds every byte against what it must be, which wrk does not; wrk parses HTTP, which the generator does not.
import { spawnSync } from 'node:child_process';
import { beside, load } from './load.mjs';
import { compiled, interleaved, lastCore, onCore, printTable, server } from './support.mjs';

const [rounds = 5, seconds = 1] = process.argv.slice(2).map(Number);
if (spawnSync('wrk', ['-v']).error) throw new Error('needs wrk');

const core = lastCore();
const programs = compiled('epoll_server');
const start = (...args) => server(...onCore(0, programs.path('epoll_server'), args));

/** A request of 64 bytes: what its first line and its headers' names need, and a host's name for the rest. */
const host = 'h'.repeat(64 - 'GET / HTTP/1.1\r\nHost: \r\n\r\n'.length);

function theirs(port, connections) {
  const [command, args] = onCore(core, 'wrk', [
    ...['-t', '1', '-c', connections, '-d', `${seconds}s`, '-H', `Host: ${host}`].map(String),
    `http://127.0.0.1:${port}/`,
  ]);
  const { stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return Number(/^Requests\/sec:\s+([\d.]+)/m.exec(stdout)[1]);
}

function ours(port, connections) {
  return load(port, { connections, threads: 1, cores: [core], durationMs: seconds * 1_000 });
}

const rows = [];
const ratios = {};
for (const computing of [10, 0]) {
  const [echo, http] = [await start('echo', computing), await start('http', computing)];
  for (const connections of [16, 50, 256]) {
    const results = await interleaved(
      { ours: () => ours(echo.port, connections), theirs: () => theirs(http.port, connections) },
      rounds,
    );
    const { ratio, row } = beside(results.ours, results.theirs);
    ratios[`${computing} us, ${connections}`] = ratio;
    rows.push([`${computing} us`, connections, ...row]);
  }
  await echo.end();
  await http.end();
}
programs.remove();
printTable(['computes', 'connections', 'generator/s', 'wrk/s', 'ratio', 'generator busy'], rows);
console.log(JSON.stringify({ benchmark: 'generator-echo', rounds, seconds, ratios }));
