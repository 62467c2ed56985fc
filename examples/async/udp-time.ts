// Exercise 3: a UDP time service, server and client in one process.
import { UdpSocket } from 'stdnet/async';
import { println } from '../guide/support/println.js';

async function runServer(socket: UdpSocket): Promise<void> {
  const buf = Buffer.alloc(64);
  const [n, src] = await socket.recvFrom(buf);
  if (buf.toString('latin1', 0, n) === 'TIME') {
    const now = Math.floor(Date.now() / 1000);
    await socket.sendTo(String(now), src);
  }
}

using server = await UdpSocket.bind('127.0.0.1:0');
using client = await UdpSocket.bind('127.0.0.1:0'); // port 0: the OS picks one

await client.sendTo('TIME', server.localAddr());

await runServer(server);

const buf = Buffer.alloc(64);
const n = await client.recv(buf);
println(`server time = ${buf.toString('latin1', 0, n)}`);
