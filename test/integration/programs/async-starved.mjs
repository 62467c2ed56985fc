// A process that runs out of descriptors, and then has some again.
import { closeSync, openSync } from 'node:fs';
import { TcpListener, TcpStream, UdpSocket } from '../../../dist/async/index.js';

const listener = await TcpListener.bind('127.0.0.1:0');
const socket = await UdpSocket.bind('127.0.0.1:0');
const client = await TcpStream.connect(listener.localAddr());
const [server] = await listener.accept();

const early = await TcpStream.connect(listener.localAddr()); // and nobody accepts it yet
const fillers = [];
try {
  for (;;) fillers.push(openSync('/dev/null'));
} catch {
  // that was the last one
}
const code = (call) =>
  call.then(
    () => 'done',
    (error) => error.code,
  );
const said = [
  `accept: ${await code(listener.accept())}`,
  `read: ${await code(server.read(Buffer.alloc(1)))}`,
  `recv: ${await code(socket.recv(Buffer.alloc(1)))}`,
  `connect: ${await code(TcpStream.connect(listener.localAddr()))}`,
];
// Who asks again and again lets the loop run, which is where descriptors are given back.
setTimeout(() => {
  for (const fd of fillers) closeSync(fd);
}, 50);
let tries = 0;
for (let accepted = null; accepted === null; tries++) {
  accepted = await listener.accept().catch(() => null);
  accepted?.[0].close();
}
for (const line of said) console.log(line);
console.log(tries > 2 ? 'asked until accepted' : 'accepted at once');

const [reading, receiving, accepting] = [
  server.read(Buffer.alloc(1)),
  socket.recv(Buffer.alloc(1)),
  listener.accept(),
];
await client.writeAll('x');
await socket.sendTo('x', socket.localAddr());
const other = await TcpStream.connect(listener.localAddr());
const [accepted] = await accepting;
console.log(`again: accepted, read ${await reading}, received ${await receiving}`);
for (const one of [early, listener, socket, client, server, other, accepted]) one.close();
