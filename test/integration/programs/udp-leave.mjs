// udp-leave.mjs WAY: leaves in that way while a UDP server of ten threads has datagrams to answer, and listeners.
import { handlers, serveUdp, UdpSocket } from 'stdnet';
import { leave } from '../../support/leave.mjs';

const server = serveUdp('127.0.0.1:0', handlers.udpEcho(), { threads: 10 });
server.on('error', () => {}).on('close', () => {});
const socket = UdpSocket.bind('127.0.0.1:0');
for (let i = 0; i < 1000; i++) socket.sendTo('x', server.localAddr());

console.log('leaving');
leave(process.argv[2], {
  end: () => server.unref(),
  close: () => server.close(),
  shutdown: () => server.shutdown(),
});
