// A socket that node:net accepted is served by blocking code in a thread; the event loop goes on meanwhile.
import net from 'node:net';
import { isMainThread, workerData } from 'node:worker_threads';
import { BufReader, SocketAddr, TcpStream } from 'stdnet';
import { eprintln, println } from '../guide/support/println.js';
import { spawn } from '../guide/support/thread.js';

/** Takes the connection out of `socket`, which is destroyed. Nothing may have been read from it: see `pauseOnConnect`. */
function adopt(socket: net.Socket): TcpStream {
  // The one number that Node has no public name for.
  const fd = (socket as unknown as { _handle: { fd: number } })._handle.fd;

  const stream = duplicate(fd);
  socket.destroy(); // closes node's descriptor; the connection lives on in the dup
  stream.setNonblocking(false); // node's sockets are non-blocking, and a dup shares that
  return stream;
}

/** A dup of a descriptor that stays somebody else's: fromRawFd() alone would close it one day. */
function duplicate(fd: number): TcpStream {
  const borrowed = TcpStream.fromRawFd(fd);
  try {
    return borrowed.tryClone();
  } finally {
    borrowed.intoRawFd(); // given back, still open
  }
}

function main(): void {
  const address = SocketAddr.parse(process.argv[2] ?? '127.0.0.1:7878');
  // pauseOnConnect: node reads nothing from the socket, so that no byte is lost on the way.
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    spawn(import.meta.url, adopt(socket).intoRawFd());
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
    for (const line of new BufReader(stream).lines()) writer.writeAll(`${line.toUpperCase()}\n`);
    println('connection closed');
  } catch (error) {
    eprintln(`client error: ${(error as Error).message}`);
  }
}

if (isMainThread) main();
else thread();
