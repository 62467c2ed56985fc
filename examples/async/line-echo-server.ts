// The guide's real-world example, asynchronous: a line protocol with `quit`, for many clients at once.
import { BufReader, TcpListener, type TcpStream } from 'stdnet/async';
import { eprintln, println } from '../guide/support/println.js';

async function handleClient(stream: TcpStream): Promise<void> {
  const peer = stream.peerAddr();

  // tryClone() gives us a second handle to the SAME socket, so that we can
  // read through `reader` and write through `writer` independently.
  using writer = stream.tryClone();
  using reader = new BufReader(stream);

  // lines() splits the byte stream on '\n' for us: proper message framing
  // instead of trusting that one read is one message.
  for await (const line of reader.lines()) {
    println(`[${peer}] ${line}`);

    if (line.trim() === 'quit') {
      await writer.writeAll('bye\n');
      break;
    }
    // Echo each line back, in upper case.
    await writer.writeAll(`${line.toUpperCase()}\n`);
  }

  println(`[${peer}] disconnected`);
}

async function main(): Promise<void> {
  using listener = await TcpListener.bind(process.argv[2] ?? '127.0.0.1:7878');
  println(`Line echo server on ${listener.localAddr()}`);

  for (;;) {
    try {
      for await (const stream of listener.incoming()) void task(stream);
    } catch (error) {
      eprintln(`accept failed: ${(error as Error).message}`);
    }
  }
}

async function task(accepted: TcpStream): Promise<void> {
  try {
    using stream = accepted;
    await handleClient(stream);
  } catch (error) {
    eprintln(`client error: ${(error as Error).message}`);
  }
}

await main();
