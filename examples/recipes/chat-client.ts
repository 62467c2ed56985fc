// Enters a chat room:  chat-client.ts HOST:PORT NAME    Lines of the terminal go there, and what others say comes here.
//
// One connection, two clones of it, two threads: the reader blocks until somebody says something, and the writer is free to block
// when the server is slow. Neither waits for the other, and there is no state machine between them.
import { createInterface } from 'node:readline';
import { isMainThread, workerData } from 'node:worker_threads';
import { BufReader, ErrorKind, IoError, TcpStream } from 'stdnet';
import { eprintln, println } from '../guide/support/println.js';
import { spawn } from '../guide/support/thread.js';

async function write(addr = '127.0.0.1:7878', name = 'somebody'): Promise<void> {
  using stream = TcpStream.connect(addr);
  stream.setWriteTimeout(10_000);
  stream.setKeepalive({ time: 30, interval: 10, retries: 3 }); // a server that has vanished is noticed by the reader
  const reader = spawn(import.meta.url, stream.tryClone().intoRawFd());
  reader.once('exit', () => process.exit()); // the room has closed, whatever the terminal is doing

  try {
    stream.writeAll(`${name}\n`);
    for await (const line of createInterface({ input: process.stdin })) stream.writeAll(`${line}\n`);
    stream.shutdown('Write'); // the end of what we say; what is still said to us comes
  } catch (error) {
    if (!IoError.isIoError(error)) throw error;
    if (error.kind !== ErrorKind.WouldBlock) return; // the connection is broken, and the reader tells why
    eprintln('the server does not read');
    stream.shutdown('Both'); // through any clone, it is the connection's: the reader's wait ends
  }
}

function read(): void {
  using stream = TcpStream.fromRawFd(workerData);
  try {
    for (const line of new BufReader(stream).lines(4096)) println(line);
    println('* the end');
  } catch (error) {
    eprintln(`connection lost: ${(error as Error).message}`);
  }
}

if (isMainThread) await write(...process.argv.slice(2));
else read();
