// A debug console inside a running service:  debug-console.ts HOST:PORT HTTP-PORT    `nc 127.0.0.1 7979`, and say `help`.
//
// A console on the event loop is silent just when it is needed: when the main thread hangs. This one is a blocking dialogue in a
// Worker, one for each user (support/dialogue.ts). What it tells and sets is memory that it shares with the service.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inWorkers, KvStore, serve } from 'stdnet';
import type { Shared } from './support/dialogue.js';

const [debugAddr = '127.0.0.1:7979', port = '8080'] = process.argv.slice(2);
const state = new KvStore({ maxBytes: 1024 * 1024 });
const lastTurn = new BigInt64Array(new SharedArrayBuffer(8)).fill(BigInt(Date.now()));
setInterval(() => Atomics.store(lastTurn, 0, BigInt(Date.now())), 100).unref();

// The service: what it does at the moment it writes down for the console, and how much it says the console decides.
const service = createServer((request, response) => {
  state.set('doing', `${request.method} ${request.url}`.slice(0, 200));
  if (state.get('log') === 'debug') console.log(state.get('doing'));
  response.end('done\n');
  state.delete('doing');
});
service.listen(Number(port), '127.0.0.1', () => {
  console.log(`service on 127.0.0.1:${(service.address() as AddressInfo).port}`);
});

const module = new URL('./support/handler.mjs?./dialogue.ts', import.meta.url);
const handler = inWorkers(module, {
  threads: 2,
  data: { lastTurn, state: state.share() } satisfies Shared,
});
const debug = serve(debugAddr, handler, { maxConnections: 4, idleTimeout: 600_000, writeTimeout: 5_000 });
debug.on('error', (error) => console.error(error.message)); // a Worker that died: it is replaced
console.log(`debug console on ${debug.localAddr()}`);
process.once('SIGTERM', () => {
  service.close();
  debug.shutdown();
});
