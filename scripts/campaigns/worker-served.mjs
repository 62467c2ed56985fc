// The Worker of worker-servers.mjs: a server with a function, or in Workers of its own, whose connections are busy in one way or
// another.
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { inWorkers, serve } from 'stdnet';

const BLOCK = Buffer.alloc(200_000, 'x');

/** What a handler does with its connection. None of them ends it. */
const ways = {
  echo: (connection) => connection.on('data', (chunk) => connection.write(chunk)),
  flood: (connection) => {
    const fill = () => {
      while (connection.write(BLOCK));
    };
    connection.on('drain', fill).resume();
    fill();
  },
  loop: async (connection) => {
    for await (const chunk of connection) connection.write(chunk);
  },
  stream: (connection) => {
    const duplex = connection.toDuplex();
    duplex.on('error', () => {}).pipe(duplex);
  },
  paused: (connection) => connection.pause(),
  nobody: () => {},
  stuck: () => {
    for (;;); // what comes waits in the mailbox
  },
};

/** The same in Workers: modules, as text. */
const modules = {
  workerOfOne: `
    const buf = Buffer.alloc(65536);
    export default (stream) => {
      for (let n = stream.read(buf); n > 0; n = stream.read(buf)) stream.writeAll(buf.subarray(0, n));
    };`,
  workerOfMany: 'export const onData = (stream, chunk) => stream.writeAll(chunk);',
};
const WORKERS = 2;

const { way, threads, connections } = workerData;
let open = 0;

function opened() {
  if (++open === connections) parentPort.postMessage('busy');
}

function serveHere() {
  return serve(
    '127.0.0.1:0',
    (connection) => {
      opened();
      ways[way](connection);
    },
    { threads },
  );
}

/** Node does not close the files of modules that a Worker is loading when it is terminated. */
async function serveInWorkers() {
  const module = `data:text/javascript,${encodeURIComponent(modules[way])}`;
  const server = serve('127.0.0.1:0', inWorkers(module, { threads: WORKERS }));
  server.on('connection', opened);
  while (server.stats().threads <= WORKERS) await setTimeout(1);
  return server;
}

const server = way in ways ? serveHere() : await serveInWorkers();
parentPort.postMessage(server.localAddr().port);
