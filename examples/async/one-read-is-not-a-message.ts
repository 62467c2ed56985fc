// Pitfall: treating one read as one message. TCP keeps the order of bytes, not the boundaries of messages.
import { BufReader, TcpListener, TcpStream } from 'stdnet/async';
import { println } from '../guide/support/println.js';

/** The bug: whatever has arrived by now is taken for the message. */
async function readMessage(stream: TcpStream): Promise<string> {
  const buf = Buffer.alloc(1024);
  const n = await stream.read(buf);
  return buf.toString('utf8', 0, n);
}

/** The fix: the protocol says where a message ends, and the reader reads on until it is there. */
async function readFramedMessage(reader: BufReader): Promise<string> {
  return (await reader.readLine())?.trimEnd() ?? '';
}

using listener = await TcpListener.bind('127.0.0.1:0');
using client = await TcpStream.connect(listener.localAddr());
using stream = (await listener.accept())[0];
client.setNodelay(true);

// A network may cut "hello world" into two segments anywhere; here the sender does.
await client.writeAll('hello ');
println(`one read:  ${JSON.stringify(await readMessage(stream))}`);
await client.writeAll('world\n');
println(`next read: ${JSON.stringify(await readMessage(stream))}`);

await client.writeAll('hello ');
await client.writeAll('world\n');
println(`readLine:  ${JSON.stringify(await readFramedMessage(new BufReader(stream)))}`);
