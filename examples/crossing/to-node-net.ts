// A connection made by blocking code goes on in node's event loop: connect and log in top to bottom, then listen to events.
import net from 'node:net';
import { TcpStream } from 'stdnet';
import { println } from '../guide/support/println.js';

const stream = TcpStream.connect(process.argv[2] ?? '127.0.0.1:7878');
stream.writeAll('hello from a blocking call\n');

// Read without a BufReader up to here: what it had read ahead would be lost to the socket.
const reply = Buffer.alloc(1024);
println(`blocking: ${reply.toString('utf8', 0, stream.read(reply)).trimEnd()}`);

// intoRawFd() gives the descriptor up; node makes it non-blocking, and closes it in the end.
const socket = new net.Socket({ fd: stream.intoRawFd(), readable: true, writable: true });
socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  println(`event loop: ${chunk.trimEnd()}`);
  socket.end();
});
socket.on('close', () => println('closed'));
socket.write('hello from the event loop\n');
