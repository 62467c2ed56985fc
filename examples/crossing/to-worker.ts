// A listener in the main thread hands each accepted socket to one of a few long-lived Workers, by its number.
import { once } from 'node:events';
import { isMainThread, parentPort, threadId } from 'node:worker_threads';
import { TcpListener, TcpStream } from 'stdnet';
import { println } from '../guide/support/println.js';
import { spawn } from '../guide/support/thread.js';

const THREADS = 2;

async function main(): Promise<void> {
  const workers = Array.from({ length: THREADS }, () => spawn(import.meta.url, null));
  await Promise.all(workers.map((worker) => once(worker, 'message'))); // each says that it is ready

  using listener = TcpListener.bind(process.argv[2] ?? '127.0.0.1:7878');
  println(`listening on ${listener.localAddr()}`);

  let next = 0;
  for (const stream of listener.incoming()) {
    // intoRawFd() gives the descriptor up without closing it: now the number is all there is of the socket,
    // and a number can be posted. This handle throws ERR_USE_AFTER_MOVE from now on.
    workers[next++ % THREADS]!.postMessage(stream.intoRawFd());
  }
}

function serveConnections(): void {
  parentPort!.on('message', (fd: number) => {
    using stream = TcpStream.fromRawFd(fd); // checks that it is a TCP socket, and owns it
    stream.writeAll(`hello ${stream.peerAddr()}, this is thread ${threadId}\n`);
  });
  parentPort!.postMessage('ready');
}

if (isMainThread) await main();
else serveConnections();
