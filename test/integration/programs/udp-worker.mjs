// udp-worker.mjs ROUNDS native|function: Workers with a UDP server, whose handler is of that kind, are terminated, or leave by
// themselves, with datagrams to answer; afterwards the process has as many threads and descriptors as before.
import { isMainThread, workerData } from 'node:worker_threads';
import { ErrorKind, handlers, serveUdp, UdpSocket } from 'stdnet';
import { descriptorCount, threadCount } from '../../support/counts.mjs';
import { leaveAsTold, servedWorker } from './served-worker.mjs';

const [rounds, kind] = isMainThread ? process.argv.slice(2) : workerData;
const ways = ['terminate', 'exit', 'throw', 'unref', 'busy'];
/** A function that gets it never returns, and soon the server has no room for more. */
const SPIN = 33;

function serveHere() {
  const answer = (datagram, from, by) => {
    while (datagram[0] === SPIN);
    by.sendTo(datagram, from);
  };
  const handler = kind === 'native' ? handlers.udpEcho() : answer;
  const server = serveUdp('127.0.0.1:0', handler, { threads: 4 });
  server.on('error', () => {});
  leaveAsTold(server);
}

/** Also over loopback a datagram can be lost: where others flood it, net.core.netdev_max_backlog is soon reached. */
function isAnswered(socket, address) {
  socket.sendTo('x', address);
  try {
    return socket.recv(Buffer.alloc(1)) === 1;
  } catch (error) {
    if (error.kind !== ErrorKind.WouldBlock) throw error;
    return false;
  }
}

async function round(way) {
  const worker = await servedWorker(new URL(import.meta.url), [rounds, kind]);
  const { address } = worker;
  const socket = UdpSocket.bind('127.0.0.1:0');
  socket.setReadTimeout(500);
  while (!isAnswered(socket, address)); // its threads are there
  for (let i = 0; i < 200; i++) socket.sendTo('x', address); // answered while the Worker is being ended
  if (way === 'busy') {
    socket.sendTo(Buffer.of(SPIN), address);
    for (let i = 0; i < 6000; i++) socket.sendTo('x', address);
  }
  socket.close();
  await worker.end(way === 'busy' ? 'terminate' : way);
  UdpSocket.bind(address).close(); // the port is free
}

const count = () => [threadCount(), descriptorCount()];

if (isMainThread) {
  for (const way of ways) await round(way);
  const before = count();
  for (let i = 0; i < Number(rounds); i++) await round(ways[i % ways.length]);
  console.log(JSON.stringify({ before, after: count() }));
} else {
  serveHere();
}
