/** The soak's servers, by name: each is started with `(fault)`, and is { port, counts?(), stop(drainMs) }. */
import { handlers, inWorkers, KvStore, serveUdp } from 'stdnet';
import { randomHandler } from '../random-handler.mjs';
import { echoing } from './function-handler.mjs';
import { accepting, asynchronous, served } from './tcp-services.mjs';

const pool = { threads: { pool: 2 } };
const lineTimeout = 120_000;
const workers = (name) => () => inWorkers(new URL(name, import.meta.url), { threads: 2 });

function servedUdp(handler, options) {
  return (fault) => {
    const server = serveUdp('127.0.0.1:0', handler, options);
    server.on('error', (error) => fault({ what: error.stack }));
    const stop = async () => {
      await server.shutdown();
      return { late: 0, wrong: null };
    };
    return { port: server.localAddr().port, stop };
  };
}

function answerDatagram(datagram, from, server) {
  server.sendTo(datagram, from);
}

/** `log(name)`: where the random handlers' deeds go. */
export function servicesOf(seed, log) {
  const store = new KvStore({ maxBytes: 64e6 });
  const random = (name) => () => randomHandler(seed, log(name));
  return {
    echo: served(handlers.echo),
    echoPool: served(handlers.echo, { ...pool, hears: true }),
    lines: served(handlers.lines, { lineTimeout }),
    linesPool: served(handlers.lines, { ...pool, lineTimeout }),
    kv: served(() => handlers.kv(store), { lineTimeout, hears: true }),
    kvPool: served(() => handlers.kv(store), { ...pool, lineTimeout }),
    function: served(() => echoing, { hears: true }),
    functionPool: served(() => echoing, pool),
    random: served(random('random')),
    randomPool: served(random('randomPool'), { ...pool, hears: true }),
    blocking: served(workers('blocking-handler.mjs'), { dies: true, hears: true }),
    parked: served(workers('parked-handler.mjs')),
    udp: servedUdp(handlers.udpEcho(), { threads: 2 }),
    udpFunction: servedUdp(answerDatagram),
    accepting,
    async: asynchronous,
  };
}
