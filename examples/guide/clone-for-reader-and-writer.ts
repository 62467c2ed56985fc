// Pitfall: one stream, two threads. tryClone() gives the reading thread a handle of its own to the same socket.
// Run it against line-echo-server.ts.
import { once } from 'node:events';
import { isMainThread, workerData } from 'node:worker_threads';
import { BufReader, TcpStream } from 'stdnet';
import { println } from './support/println.js';
import { spawn } from './support/thread.js';

async function main(): Promise<void> {
  using writer = TcpStream.connect(process.argv[2] ?? '127.0.0.1:7878');
  const reader = spawn(import.meta.url, writer.tryClone().intoRawFd());

  // Nothing is awaited between the lines: the other thread reads while this one writes.
  for (const msg of ['one', 'two', 'three', 'quit']) {
    writer.writeAll(`${msg}\n`);
    println(`sent ${msg}`);
  }
  await once(reader, 'exit'); // Rust's join()
}

function readingThread(): void {
  using reader = new BufReader(TcpStream.fromRawFd(workerData));
  for (const line of reader.lines()) println(`got ${line}`);
  println('the server closed');
}

if (isMainThread) await main();
else readingThread();
