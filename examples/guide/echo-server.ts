// The guide's echo server: blocking calls, one thread per connection.
import { isMainThread, workerData } from 'node:worker_threads';
import { TcpListener, TcpStream } from 'stdnet';
import { eprintln, println } from './support/println.js';
import { spawn } from './support/thread.js';

function handleClient(stream: TcpStream): void {
  const peer = stream.peerAddr();
  println(`New connection from ${peer}`);

  const buf = Buffer.alloc(1024);
  for (;;) {
    // read() blocks until bytes arrive. It returns 0 at the end of the stream,
    // that is when the peer has closed its half of the connection.
    const n = stream.read(buf);
    if (n === 0) {
      println(`Connection closed by ${peer}`);
      return;
    }
    // Echo exactly the bytes we received back to the client.
    stream.writeAll(buf.subarray(0, n));
  }
}

function main(): void {
  using listener = TcpListener.bind(process.argv[2] ?? '127.0.0.1:7878');
  println(`Echo server listening on ${listener.localAddr()}`);

  for (;;) {
    try {
      // One thread per connection. intoRawFd() is the `move`: from here on the socket is the thread's.
      for (const stream of listener.incoming()) spawn(import.meta.url, stream.intoRawFd());
    } catch (error) {
      eprintln(`accept failed: ${(error as Error).message}`);
    }
  }
}

function thread(): void {
  try {
    using stream = TcpStream.fromRawFd(workerData); // closed when this block is left, as Rust drops it
    handleClient(stream);
  } catch (error) {
    eprintln(`client error: ${(error as Error).message}`);
  }
}

if (isMainThread) main();
else thread();
