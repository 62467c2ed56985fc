// The guide's line client: drives the line echo server through hello, world, quit.
import { BufReader, TcpStream } from 'stdnet/async';
import { println } from '../guide/support/println.js';

const stream = await TcpStream.connect(process.argv[2] ?? '127.0.0.1:7878');
using writer = stream.tryClone();
using reader = new BufReader(stream);

for (const msg of ['hello', 'world', 'quit']) {
  await writer.writeAll(`${msg}\n`); // send one line
  const line = await reader.readLine(); // read one line back; null if the server has gone
  if (line === null) break;
  println(`server: ${line.trimEnd()}`);
}
