// The guide's echo server, asynchronous: one task per connection, on the event loop.
import { TcpListener, type TcpStream } from 'stdnet/async';
import { eprintln, println } from '../guide/support/println.js';

async function handleClient(stream: TcpStream): Promise<void> {
  const peer = stream.peerAddr();
  println(`New connection from ${peer}`);

  const buf = Buffer.alloc(1024);
  for (;;) {
    // read() blocks until bytes arrive. It returns 0 at the end of the stream,
    // that is when the peer has closed its half of the connection.
    const n = await stream.read(buf);
    if (n === 0) {
      println(`Connection closed by ${peer}`);
      return;
    }
    // Echo exactly the bytes we received back to the client.
    await stream.writeAll(buf.subarray(0, n));
  }
}

async function main(): Promise<void> {
  using listener = await TcpListener.bind(process.argv[2] ?? '127.0.0.1:7878');
  println(`Echo server listening on ${listener.localAddr()}`);

  for (;;) {
    try {
      // One task per connection: nobody waits for it here.
      for await (const stream of listener.incoming()) void task(stream);
    } catch (error) {
      eprintln(`accept failed: ${(error as Error).message}`);
    }
  }
}

async function task(accepted: TcpStream): Promise<void> {
  try {
    using stream = accepted; // closed when this block is left, as Rust drops it
    await handleClient(stream);
  } catch (error) {
    eprintln(`client error: ${(error as Error).message}`);
  }
}

await main();
