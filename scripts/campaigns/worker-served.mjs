// The Worker of worker-servers.mjs: a server with a function, whose connections are busy in one way or another.
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from 'stdnet';

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

const { way, threads, connections } = workerData;
let open = 0;
const server = serve(
  '127.0.0.1:0',
  (connection) => {
    if (++open === connections) parentPort.postMessage('busy');
    ways[way](connection);
  },
  { threads },
);
parentPort.postMessage(server.localAddr().port);
