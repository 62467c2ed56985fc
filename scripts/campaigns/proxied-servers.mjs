/** The servers of fault-proxy.mjs, each on a port of its own: what they are told of a connection that is over, and have counted. */
import { once } from 'node:events';
import net from 'node:net';
import { handlers, inWorkers, KvStore, serve } from 'stdnet';
import { TcpListener } from 'stdnet/async';

/** What a function does with its connection. */
const ways = {
  events: (connection) => connection.on('data', (chunk) => connection.write(chunk)),
  async loop(connection) {
    for await (const chunk of connection) {
      if (!connection.write(chunk)) await once(connection, 'drain');
    }
    connection.end();
  },
  stream(connection) {
    const duplex = connection.toDuplex();
    duplex.on('error', () => {}).pipe(duplex);
  },
};

const blockingEcho = `
  const buf = Buffer.alloc(65536);
  export default (stream) => {
    for (let n = stream.read(buf); n > 0; n = stream.read(buf)) stream.writeAll(buf.subarray(0, n));
  };`;
const parkedEcho = 'export const onData = (stream, chunk) => stream.writeAll(chunk);';
const workers = (module) => inWorkers(`data:text/javascript,${encodeURIComponent(module)}`, { threads: 1 });

/** What a server tells of its connections that are over. */
class Ends {
  #told = [];
  #wake = () => {};

  tell(end) {
    this.#told.push(end);
    this.#wake();
  }

  async next() {
    while (this.#told.length === 0) {
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#told.shift();
  }
}

function served(handler, threads, ms, store = null) {
  const ends = new Ends();
  const settings = { idleTimeout: ms, writeTimeout: ms, ...(threads && { threads }) };
  const server = serve('127.0.0.1:0', handler, settings);
  server.on('disconnect', ({ error, bytesIn, bytesOut }) =>
    ends.tell({ end: error?.kind ?? 'end', bytesIn, bytesOut }),
  );
  return {
    store,
    target: { host: '127.0.0.1', port: server.localAddr().port },
    over: () => ends.next(),
    stats: () => server.stats(),
    close: () => server.shutdown(),
  };
}

function servedWithStore(threads, ms) {
  const store = new KvStore();
  return served(handlers.kv(store), threads, ms, store);
}

/** With stdnet/async. */
async function servedAsync(ms) {
  const ends = new Ends();
  const listener = await TcpListener.bind('127.0.0.1:0');
  const accepting = async () => {
    for await (const stream of listener.incoming()) echoAsync(stream, ms).then((end) => ends.tell(end));
  };
  const stopped = accepting().catch((error) => {
    if (error.code !== 'ERR_SOCKET_CLOSED') throw error;
  });
  const close = () => {
    listener.close();
    return stopped;
  };
  const target = { host: '127.0.0.1', port: listener.localAddr().port };
  return { store: null, target, over: () => ends.next(), stats: () => null, close };
}

async function echoAsync(stream, ms) {
  const told = { end: 'end', bytesIn: 0, bytesOut: 0 };
  stream.setReadTimeout(ms);
  stream.setWriteTimeout(ms);
  const buf = Buffer.alloc(65_536);
  try {
    for (let n = await stream.read(buf); n > 0; n = await stream.read(buf)) {
      told.bytesIn += n;
      await stream.writeAll(buf.subarray(0, n));
      told.bytesOut += n;
    }
  } catch (error) {
    told.end = error.kind ?? String(error.stack);
  }
  stream.close();
  return told;
}

/** A stranger, for our clients: it tells nothing of its connections. */
async function servedByNode(ms) {
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.setTimeout(ms, () => socket.destroy());
    socket.on('error', () => {}).pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => new Promise((resolve) => server.close(resolve));
  const target = { host: '127.0.0.1', port: server.address().port };
  return { store: null, target, over: () => null, stats: () => null, close };
}

/** By name: the protocol, and how a server is started whose connections may be idle for so many milliseconds. */
export const SERVERS = {
  async: ['echo', servedAsync],
  'node:net': ['echo', servedByNode],
  'Workers, one connection each': ['echo', (ms) => served(workers(blockingEcho), null, ms)],
  'Workers, many connections': ['echo', (ms) => served(workers(parkedEcho), null, ms)],
};
for (const [mode, threads] of Object.entries({ threads: 'per-connection', pool: { pool: 2 } })) {
  const add = (name, protocol, start) => {
    SERVERS[`${name}, ${mode}`] = [protocol, start];
  };
  add('echo', 'echo', (ms) => served(handlers.echo(), threads, ms));
  add('lines', 'lines', (ms) => served(handlers.lines(), threads, ms));
  add('kv', 'kv', (ms) => servedWithStore(threads, ms));
  add('resp', 'resp', (ms) => servedWithStore(threads, ms));
  for (const [way, handler] of Object.entries(ways))
    add(`function, ${way}`, 'echo', (ms) => served(handler, threads, ms));
}
