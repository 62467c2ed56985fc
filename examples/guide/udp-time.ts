// Exercise 3: a UDP time service, server and client in one process.
import { UdpSocket } from 'stdnet';
import { println } from './support/println.js';

function runServer(socket: UdpSocket): void {
  const buf = Buffer.alloc(64);
  const [n, src] = socket.recvFrom(buf);
  if (buf.toString('latin1', 0, n) === 'TIME') {
    const now = Math.floor(Date.now() / 1000);
    socket.sendTo(String(now), src);
  }
}

using server = UdpSocket.bind('127.0.0.1:0');
using client = UdpSocket.bind('127.0.0.1:0'); // port 0: the OS picks one

client.sendTo('TIME', server.localAddr());

runServer(server);

const buf = Buffer.alloc(64);
const n = client.recv(buf);
println(`server time = ${buf.toString('latin1', 0, n)}`);
