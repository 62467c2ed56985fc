// udp-leave.mjs WAY native|function: leaves in that way while a UDP server of ten threads has datagrams to answer, and
// listeners. Its handler is native, or a function, which a thread floods all the time.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { handlers, serveUdp, UdpSocket } from 'stdnet';
import { leave } from '../../support/leave.mjs';

const [way, kind] = process.argv.slice(2);

/** Returns when the function is at work. The thread keeps nobody alive. */
async function flood(to) {
  const endless = `
    const { workerData } = require('node:worker_threads');
    import(workerData.stdnet).then(({ UdpSocket }) => {
      const socket = UdpSocket.bind('127.0.0.1:0');
      for (;;) socket.sendTo('flood', workerData.to);
    });`;
  const workerData = { to, stdnet: import.meta.resolve('stdnet') };
  new Worker(endless, { eval: true, workerData }).unref();
  await once(process, 'flooded');
}

let handled = 0;
const answer = (datagram, from, by) => {
  if (++handled === 5000) process.emit('flooded');
  by.sendTo(datagram, from);
  for (const end = performance.now() + 0.02; performance.now() < end; ); // slower than the flood
};
const handler = kind === 'native' ? handlers.udpEcho() : answer;
const server = serveUdp('127.0.0.1:0', handler, { threads: 10 });
server.on('error', () => {}).on('close', () => {});
const socket = UdpSocket.bind('127.0.0.1:0');
for (let i = 0; i < 1000; i++) socket.sendTo('x', server.localAddr());
if (kind === 'function') await flood(String(server.localAddr()));

console.log('leaving');
leave(way, {
  end: () => server.unref(),
  close: () => server.close(),
  shutdown: () => server.shutdown(),
});
