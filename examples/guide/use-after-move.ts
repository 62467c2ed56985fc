// Pitfall: moving the stream into a thread, then using it again. Rust's compiler refuses it; here the call throws.
import { once } from 'node:events';
import { isMainThread, workerData } from 'node:worker_threads';
import { IoError, TcpListener, TcpStream } from 'stdnet';
import { println } from './support/println.js';
import { spawn } from './support/thread.js';

async function main(): Promise<void> {
  using listener = TcpListener.bind('127.0.0.1:0');
  const stream = TcpStream.connect(listener.localAddr());
  using clone = stream.tryClone(); // the fix: before the move, one handle for each side

  const thread = spawn(import.meta.url, stream.intoRawFd());
  try {
    stream.peerAddr();
  } catch (error) {
    if (!IoError.isIoError(error)) throw error;
    println(`after the move: ${error.code}`);
  }
  println(`the clone still works: ${clone.peerAddr().equals(listener.localAddr())}`);
  await once(thread, 'exit');
}

function movedInto(): void {
  using stream = TcpStream.fromRawFd(workerData);
  println(`in the thread: connected to ${stream.peerAddr().ip}`);
}

if (isMainThread) await main();
else movedInto();
