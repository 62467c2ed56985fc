// Pitfall: treating one read as one message. TCP keeps the order of bytes, not the boundaries of messages.
import { BufReader, TcpListener, TcpStream } from 'stdnet';
import { println } from './support/println.js';

/** The bug: whatever has arrived by now is taken for the message. */
function readMessage(stream: TcpStream): string {
  const buf = Buffer.alloc(1024);
  const n = stream.read(buf);
  return buf.toString('utf8', 0, n);
}

/** The fix: the protocol says where a message ends, and the reader reads on until it is there. */
function readFramedMessage(reader: BufReader): string {
  return reader.readLine()?.trimEnd() ?? '';
}

using listener = TcpListener.bind('127.0.0.1:0');
using client = TcpStream.connect(listener.localAddr());
using stream = listener.accept()[0];
client.setNodelay(true);

// A network may cut "hello world" into two segments anywhere; here the sender does.
client.writeAll('hello ');
println(`one read:  ${JSON.stringify(readMessage(stream))}`);
client.writeAll('world\n');
println(`next read: ${JSON.stringify(readMessage(stream))}`);

client.writeAll('hello ');
client.writeAll('world\n');
println(`readLine:  ${JSON.stringify(readFramedMessage(new BufReader(stream)))}`);
