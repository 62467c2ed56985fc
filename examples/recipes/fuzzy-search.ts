// A search that computes for each request:  fuzzy-search.ts HOST:PORT FILE    "did you mean", one line asked, one answered.
//
// On the event loop one request would stop all the others, and everything else that the thread is for. Here some Workers hold the
// connections, as many as like to stay; while one computes, the others answer, and the main thread has nothing to do with it.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { inWorkers, serve, type TcpStream, type WorkerContext } from 'stdnet';

const MAX_REQUEST = 200; // bytes; what is computed grows with it
const unfinished = new Map<TcpStream, Buffer>(); // the begun line of each connection that this Worker holds

export function onData(stream: TcpStream, chunk: Buffer, { data }: WorkerContext): void {
  const bytes = Buffer.concat([unfinished.get(stream) ?? Buffer.alloc(0), chunk]); // a copy: the chunk's memory is used again
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    const name = bytes.toString('utf8', start, end).trim();
    if (end - start > MAX_REQUEST) throw new Error('request too long'); // ends this connection, and is told in 'disconnect'
    stream.writeAll(`${closest(name, data as string[])}\n`); // waits for a slow reader; see writeTimeout
    start = end + 1;
  }
  if (bytes.length - start > MAX_REQUEST) throw new Error('request too long');
  unfinished.set(stream, bytes.subarray(start));
}

export function onEnd(stream: TcpStream): void {
  unfinished.delete(stream);
}

/** The name to which the fewest letters must be added, taken away or changed. */
function closest(asked: string, names: readonly string[]): string {
  let [best, fewest] = ['', Number.POSITIVE_INFINITY];
  for (const name of names) {
    let row = Array.from({ length: name.length + 1 }, (_, i) => i);
    for (const [i, letter] of [...asked].entries()) {
      const next = [i + 1];
      for (let j = 0; j < name.length; j++) {
        next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (name[j] === letter ? 0 : 1)));
      }
      row = next;
    }
    if (row.at(-1)! < fewest) [best, fewest] = [name, row.at(-1)!];
  }
  return best;
}

function main(addr = '127.0.0.1:7878', file?: string): void {
  const names = file ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : builtinModules;
  const module = new URL('./support/handler.mjs?../fuzzy-search.ts', import.meta.url);
  const handler = inWorkers(module, { threads: Math.max(2, availableParallelism()), data: names });
  const server = serve(addr, handler, { maxConnections: 1_000, idleTimeout: 60_000, writeTimeout: 1_000 });
  server.on('error', (error) => console.error(error.message)); // a Worker that died: it is replaced
  server.on('disconnect', ({ peer, error }) => error && console.error(`${peer}: ${error.message}`));
  process.once('SIGTERM', () => server.shutdown({ drain: 1_000 }));
  console.log(`fuzzy search on ${server.localAddr()}`);
}

if (isMainThread) main(...process.argv.slice(2));
