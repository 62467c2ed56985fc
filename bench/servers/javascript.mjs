// node bench/servers/javascript.mjs KIND MICROSECONDS: echoes in JavaScript, after so much work for each message. Prints its port,
// says on request how many nanoseconds its JS thread has been on a processor, ends with its stdin. Linux.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { reply, reuseBuffer } from '../../dist/bench/servers/node_sockets.js';
import { serve } from '../../dist/index.js';

const [kind, microseconds] = process.argv.slice(2);
const work = Number(microseconds) / 1_000;

function compute() {
  const end = performance.now() + work;
  while (performance.now() < end);
}

function listen(onListening) {
  if (kind === 'node') {
    const server = createServer({ noDelay: true, pauseOnConnect: true }, (socket) => {
      reuseBuffer(socket, (each, chunk) => {
        if (work > 0) compute();
        return reply(each, chunk);
      });
    });
    const everything = { port: 0, host: '127.0.0.1', backlog: 2 ** 31 - 1 };
    server.listen(everything, () => onListening(server.address().port));
    return;
  }
  const threads = kind === 'pool' ? { pool: 1 } : 'per-connection';
  const echo = (connection) => {
    connection.on('data', (chunk) => {
      if (work > 0) compute();
      connection.write(chunk);
    });
  };
  onListening(serve('127.0.0.1:0', echo, { threads }).localAddr().port);
}

listen((port) => console.log(port));
createInterface(process.stdin)
  .on('line', () => {
    const [used] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    console.log(JSON.stringify({ used: Number(used) }));
  })
  .on('close', () => process.exit());
