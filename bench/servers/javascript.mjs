// node bench/servers/javascript.mjs KIND MICROSECONDS [WORKERS]: echoes in JavaScript, after so much work for each message. Prints its
// port, says on request how many nanoseconds its JS thread has been on a processor, ends with its stdin. Linux.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { reply, reuseBuffer } from '../../dist/bench/servers/node_sockets.js';
import { inWorkers, serve } from '../../dist/index.js';
import { compute } from './work.mjs';

const [kind, microseconds, workers = 1] = process.argv.slice(2);
const work = Number(microseconds);

function listenWithNode(onListening) {
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (socket) => {
    reuseBuffer(socket, (each, chunk) => {
      compute(chunk, work);
      return reply(each, chunk);
    });
  });
  const everything = { port: 0, host: '127.0.0.1', backlog: 2 ** 31 - 1 };
  server.listen(everything, () => onListening(server.address().port));
}

const echo = (connection) => {
  connection.on('data', (chunk) => {
    compute(chunk, work);
    connection.write(chunk);
  });
};
const inModule = (name) =>
  inWorkers(new URL(name, import.meta.url), { threads: Number(workers), data: work });

const kinds = {
  threads: () => serve('127.0.0.1:0', echo),
  pool: () => serve('127.0.0.1:0', echo, { threads: { pool: 1 } }),
  one: () => serve('127.0.0.1:0', inModule('echo-one.mjs')),
  many: () => serve('127.0.0.1:0', inModule('echo-many.mjs')),
};

if (kind === 'node') listenWithNode((port) => console.log(port));
else console.log(kinds[kind]().localAddr().port);

createInterface(process.stdin)
  .on('line', () => {
    const [used] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    console.log(JSON.stringify({ used: Number(used) }));
  })
  .on('close', () => process.exit());
