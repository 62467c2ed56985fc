// One stream, two tasks. tryClone() gives the reading task a handle of its own to the same socket.
// Run it against line-echo-server.ts.
import { BufReader, TcpStream } from 'stdnet/async';
import { println } from '../guide/support/println.js';

async function main(): Promise<void> {
  using writer = await TcpStream.connect(process.argv[2] ?? '127.0.0.1:7878');
  const reader = readingTask(writer.tryClone());

  for (const msg of ['one', 'two', 'three', 'quit']) {
    await writer.writeAll(`${msg}\n`);
    println(`sent ${msg}`);
  }
  await reader; // tokio's join
}

async function readingTask(stream: TcpStream): Promise<void> {
  using reader = new BufReader(stream);
  for await (const line of reader.lines()) println(`got ${line}`);
  println('the server closed');
}

await main();
