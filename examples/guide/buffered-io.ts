// Best practice: buffer reads and writes. Many small writes become one, and leave with flush().
import { BufReader, BufWriter, ErrorKind, IoError, TcpListener, TcpStream } from 'stdnet';
import { println } from './support/println.js';

using listener = TcpListener.bind('127.0.0.1:0');
using writer = new BufWriter(TcpStream.connect(listener.localAddr()));
using stream = listener.accept()[0];

for (let i = 1; i <= 3; i++) writer.writeAll(`line ${i}\n`); // no system call yet
println(`in the buffer: ${writer.buffer().length} bytes`);
println(`before flush(): the peer sees ${arrived(stream)}`);
writer.flush(); // one send

using reader = new BufReader(stream);
for (let i = 1; i <= 3; i++) println(`after flush(): ${reader.readLine()?.trimEnd()}`);

/** Looks without waiting and without taking anything. */
function arrived(stream: TcpStream): string {
  stream.setNonblocking(true);
  try {
    return `${stream.peek(Buffer.alloc(64))} bytes`;
  } catch (error) {
    if (!IoError.isIoError(error) || error.kind !== ErrorKind.WouldBlock) throw error;
    return 'nothing';
  } finally {
    stream.setNonblocking(false);
  }
}
