// The guide's UDP echo server: native threads answer, whatever JavaScript is doing. guide/udp-echo-client.ts talks to it.
import { handlers, serveUdp } from 'stdnet';

const server = serveUdp(process.argv[2] ?? '127.0.0.1:9000', handlers.udpEcho(), { maxDatagram: 1500 });
console.log(`UDP echo server on ${server.localAddr()}`);

server.on('error', ({ syscall, message }) => console.error(`${syscall} failed: ${message}`)); // it goes on
process.once('SIGTERM', async () => {
  await server.shutdown(); // what has come is answered
  const { received, sent, droppedByKernel } = server.stats();
  console.log(`${received} received, ${sent} sent, ${droppedByKernel} dropped`);
});
