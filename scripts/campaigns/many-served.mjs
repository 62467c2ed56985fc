// many-served.mjs KIND: an echo server of each kind, for many-connections.mjs and reset-storm.mjs. Prints its port; answers each line of
// its stdin with what it holds and what it has counted; ends with its stdin.
import { createInterface } from 'node:readline';
import { handlers, inWorkers, serve } from 'stdnet';
import { TcpListener } from 'stdnet/async';
import { descriptorCount, threadCount } from '../../test/support/counts.mjs';

const module = `data:text/javascript,${encodeURIComponent('export const onData = (stream, chunk) => stream.writeAll(chunk);')}`;
const onData = (connection) =>
  connection.on('data', (chunk) => connection.write(chunk)).on('error', () => {});
const pool = { threads: { pool: 2 } };
/** A server's port, and what asks for its counters. */
function started(handler, options) {
  const server = serve('127.0.0.1:0', handler, options);
  return { port: server.localAddr().port, stats: () => server.stats() };
}

async function echo(stream) {
  const buf = Buffer.alloc(1_024);
  try {
    for (let n = await stream.read(buf); n > 0; n = await stream.read(buf))
      await stream.writeAll(buf.subarray(0, n));
  } finally {
    stream.close();
  }
}

async function asynchronous() {
  const listener = await TcpListener.bind('127.0.0.1:0', { backlog: 4_096 });
  let accepted = 0;
  let ended = 0;
  (async () => {
    for await (const stream of listener.incoming()) {
      accepted++;
      echo(stream)
        .catch(() => {})
        .finally(() => ended++);
    }
  })();
  return {
    port: listener.localAddr().port,
    stats: () => ({ accepted, ended, active: accepted - ended }),
  };
}

const kinds = {
  threads: () => started(handlers.echo()),
  pool: () => started(handlers.echo(), pool),
  function: () => started(onData),
  'function, pool': () => started(onData, pool),
  workers: () => started(inWorkers(module, { threads: 2 })),
  async: asynchronous,
};
const { port, stats } = await kinds[process.argv[2]]();
console.log(port);
for await (const _ of createInterface(process.stdin)) {
  const { accepted, ended, active } = stats();
  const held = { descriptors: descriptorCount(), threads: threadCount() };
  console.log(JSON.stringify({ held, counters: { accepted, ended, active } }));
}
process.exit();
