// udp-flooded.mjs KIND: the server of udp-floods.mjs. Prints its port; answers each line of its stdin with how many datagrams it has
// received; ends with its stdin.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { handlers, serveUdp, UdpSocket } from 'stdnet';

const SHORT = 64;

/** A handler that is slower than the flood, and answers what is short. */
function slowly(datagram, from, server) {
  for (const end = performance.now() + 0.02; performance.now() < end; );
  if (datagram.length <= SHORT) server.sendTo(datagram, from);
}

/** The same in a Worker: a blocking socket that receives batches. */
function receive() {
  const socket = UdpSocket.bind('127.0.0.1:0');
  const received = new BigUint64Array(workerData);
  parentPort.postMessage(socket.localAddr().port);
  const bufs = Array.from({ length: 64 }, () => Buffer.alloc(2_048));
  for (;;) {
    for (const [i, [n, from]] of socket.recvMany(bufs).entries()) {
      Atomics.add(received, 0, 1n);
      if (n <= SHORT) socket.sendTo(bufs[i].subarray(0, n), from);
    }
  }
}

async function inWorker() {
  const count = new SharedArrayBuffer(8);
  const worker = new Worker(new URL(import.meta.url), { workerData: count });
  const [port] = await once(worker, 'message');
  return { port, received: () => Number(Atomics.load(new BigUint64Array(count), 0)) };
}

function serving(handler) {
  const server = serveUdp('127.0.0.1:0', handler);
  return { port: server.localAddr().port, received: () => server.stats().received };
}

const kinds = {
  native: () => serving(handlers.udpEcho()),
  function: () => serving(slowly),
  worker: inWorker,
};
if (!isMainThread) receive();

const { port, received } = await kinds[process.argv[2]]();
console.log(port);
for await (const _ of createInterface(process.stdin)) console.log(JSON.stringify({ received: received() }));
process.exit();
