// many-served.mjs KIND: an echo server of many-connections.mjs. Prints its port; answers each line of its stdin with what it holds; ends
// with its stdin.
import { createInterface } from 'node:readline';
import { handlers, inWorkers, serve } from 'stdnet';
import { TcpListener } from 'stdnet/async';
import { descriptorCount, threadCount } from '../../test/support/counts.mjs';

const module = `data:text/javascript,${encodeURIComponent('export const onData = (stream, chunk) => stream.writeAll(chunk);')}`;
const onData = (connection) =>
  connection.on('data', (chunk) => connection.write(chunk)).on('error', () => {});
const pool = { threads: { pool: 2 } };
const port = (handler, options) => serve('127.0.0.1:0', handler, options).localAddr().port;

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
  (async () => {
    for await (const stream of listener.incoming()) echo(stream).catch(() => {});
  })();
  return listener.localAddr().port;
}

const kinds = {
  threads: () => port(handlers.echo()),
  pool: () => port(handlers.echo(), pool),
  function: () => port(onData),
  'function, pool': () => port(onData, pool),
  workers: () => port(inWorkers(module, { threads: 2 })),
  async: asynchronous,
};
console.log(await kinds[process.argv[2]]());
for await (const _ of createInterface(process.stdin))
  console.log(JSON.stringify({ descriptors: descriptorCount(), threads: threadCount() }));
process.exit();
