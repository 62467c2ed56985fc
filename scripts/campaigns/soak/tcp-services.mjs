import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { serve } from 'stdnet';
import { TcpListener } from 'stdnet/async';

const LATE_MS = 5_000;
/** Longer than anybody stays here; but their clocks run. */
const limits = { idleTimeout: 120_000, writeTimeout: 120_000 };

/** What becomes of a server that is ended: `wrong` says what should not have. */
async function ended(stopping, drain, problem) {
  const from = performance.now();
  await stopping;
  const late = performance.now() - from - drain;
  return { late, wrong: late > LATE_MS ? `ended ${late} ms after its drain` : problem() };
}

/** serve() with `handler()`; `hears`: it listens for each connection's end too. */
export const served =
  (handler, { hears = false, dies = false, ...options } = {}) =>
  (fault) => {
    const server = serve('127.0.0.1:0', handler(), { ...limits, ...options });
    let heard = 0;
    server.on('error', (error) => {
      if (!dies || error.code !== 'ERR_WORKER_DIED') fault({ what: error.stack });
    });
    if (hears) server.on('disconnect', () => heard++);
    const counts = () => server.stats();
    const problem = () => {
      const { accepted, ended, active } = counts();
      if (active > 0 || accepted !== ended) return `${accepted} accepted, ${ended} ended, ${active} active`;
      return hears && heard !== ended ? `${heard} 'disconnect' of ${ended}` : null;
    };
    const stop = (drain) => ended(server.shutdown({ drain }), drain, problem);
    return { port: server.localAddr().port, counts, stop };
  };

/** A blocking listener in a Worker, which is terminated. */
export async function accepting(fault) {
  const worker = new Worker(new URL('accepting-worker.mjs', import.meta.url));
  worker.on('error', (error) => fault({ what: error.stack }));
  const [port] = await once(worker, 'message');
  return { port, stop: () => ended(worker.terminate(), 0, () => null) };
}

/** A listener of stdnet/async. */
export async function asynchronous(fault) {
  const listener = await TcpListener.bind('127.0.0.1:0');
  const streams = new Set();
  const accept = async () => {
    for await (const stream of listener.incoming()) echo(stream);
  };
  const echo = async (stream) => {
    streams.add(stream);
    const buf = Buffer.alloc(65_536);
    try {
      for (let n = await stream.read(buf); n > 0; n = await stream.read(buf))
        await stream.writeAll(buf.subarray(0, n));
    } catch {
      // its peer has gone, or the server
    } finally {
      stream.close();
      streams.delete(stream);
    }
  };
  accept().catch((error) => error.code === 'ERR_SOCKET_CLOSED' || fault({ what: error.stack }));
  const stop = async () => {
    listener.close();
    for (const stream of streams) stream.close();
  };
  return { port: listener.localAddr().port, stop: () => ended(stop(), 0, () => null) };
}
