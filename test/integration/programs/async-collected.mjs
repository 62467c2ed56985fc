// Sockets of the asynchronous API that nobody holds are closed by the garbage collector; one that is waited for is held.
import { setTimeout as sleep } from 'node:timers/promises';
import { TcpListener, TcpStream, UdpSocket } from '../../../dist/async/index.js';
import { socketCount } from '../../support/counts.mjs';

const ROUNDS = 30;
const listener = await TcpListener.bind('127.0.0.1:0');

async function round() {
  const [client, [server]] = await Promise.all([TcpStream.connect(listener.localAddr()), listener.accept()]);
  await client.writeAll('x');
  await server.read(Buffer.alloc(1));
  server.tryClone();
  const socket = await UdpSocket.bind('127.0.0.1:0');
  await socket.sendTo('x', socket.localAddr());
  await socket.recv(Buffer.alloc(1));
}

async function pairWaiting() {
  const client = await TcpStream.connect(listener.localAddr());
  const [server] = await listener.accept();
  return [server.read(Buffer.alloc(1)), client];
}

const [read, client] = await pairWaiting();
const before = socketCount();
for (let i = 0; i < ROUNDS; i++) await round();
const opened = socketCount() - before;
let left = opened;
for (const end = performance.now() + 10_000; left > 0 && performance.now() < end; ) {
  globalThis.gc();
  await sleep(10);
  left = socketCount() - before;
}
await client.writeAll('x');
console.log(JSON.stringify({ opened, left, read: await read }));
