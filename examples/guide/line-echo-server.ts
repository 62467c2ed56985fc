// The guide's real-world example: a line protocol with `quit`, for many clients at once.
import { isMainThread, workerData } from 'node:worker_threads';
import { BufReader, TcpListener, TcpStream } from 'stdnet';
import { eprintln, println } from './support/println.js';
import { spawn } from './support/thread.js';

function handleClient(stream: TcpStream): void {
  const peer = stream.peerAddr();

  // tryClone() gives us a second handle to the SAME socket, so that we can
  // read through `reader` and write through `writer` independently.
  using writer = stream.tryClone();
  using reader = new BufReader(stream);

  // lines() splits the byte stream on '\n' for us: proper message framing
  // instead of trusting that one read is one message.
  for (const line of reader.lines()) {
    println(`[${peer}] ${line}`);

    if (line.trim() === 'quit') {
      writer.writeAll('bye\n');
      break;
    }
    // Echo each line back, in upper case.
    writer.writeAll(`${line.toUpperCase()}\n`);
  }

  println(`[${peer}] disconnected`);
}

function main(): void {
  using listener = TcpListener.bind(process.argv[2] ?? '127.0.0.1:7878');
  println(`Line echo server on ${listener.localAddr()}`);

  for (;;) {
    try {
      for (const stream of listener.incoming()) spawn(import.meta.url, stream.intoRawFd());
    } catch (error) {
      eprintln(`accept failed: ${(error as Error).message}`);
    }
  }
}

function thread(): void {
  try {
    using stream = TcpStream.fromRawFd(workerData);
    handleClient(stream);
  } catch (error) {
    eprintln(`client error: ${(error as Error).message}`);
  }
}

if (isMainThread) main();
else thread();
