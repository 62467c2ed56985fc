// A socket that node:net accepted is served by blocking code in a thread; the event loop goes on meanwhile.
import net from 'node:net';
import { isMainThread, workerData } from 'node:worker_threads';
import { BufReader, SocketAddr, TcpStream } from 'stdnet';
import { eprintln, println } from '../guide/support/println.js';
import { spawn } from '../guide/support/thread.js';

const MAX_THREADS = 50; // node's own maxConnections does not count what was taken out
let threads = 0;

/** Takes the connection out of `socket`, which is destroyed. Nothing may have been read from it: see `pauseOnConnect`. */
function adopt(socket: net.Socket): TcpStream {
  const { fd } = (socket as unknown as { _handle: { fd: number } })._handle; // Node has no public name for it
  const borrowed = TcpStream.fromRawFd(fd);
  try {
    const stream = borrowed.tryClone(); // a dup: a descriptor of our own
    stream.setNonblocking(false); // node's sockets are non-blocking, and a dup shares that
    return stream;
  } finally {
    borrowed.intoRawFd(); // given back, still open
    socket.destroy(); // closes node's descriptor; the connection lives on in the dup
  }
}

function main(): void {
  const address = SocketAddr.parse(process.argv[2] ?? '127.0.0.1:7878');
  // pauseOnConnect: node reads nothing from the socket, so that no byte is lost on the way.
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    if (threads === MAX_THREADS) {
      socket.destroy();
      return;
    }
    spawn(import.meta.url, adopt(socket).intoRawFd()).once('exit', () => threads--);
    threads++;
  });
  server.listen(address.port, address.address, () => {
    const { address, port } = server.address() as net.AddressInfo;
    println(`node:net listening on ${new SocketAddr(address, port)}`);
  });
}

function thread(): void {
  try {
    using stream = TcpStream.fromRawFd(workerData);
    using writer = stream.tryClone();
    stream.setReadTimeout(60_000); // who is silent for longer, or does not read, does not keep the thread
    stream.setWriteTimeout(10_000);
    for (const line of new BufReader(stream).lines(64 * 1024)) writer.writeAll(`${line.toUpperCase()}\n`);
    println('connection closed');
  } catch (error) {
    eprintln(`client error: ${(error as Error).message}`);
  }
}

if (isMainThread) main();
else thread();
