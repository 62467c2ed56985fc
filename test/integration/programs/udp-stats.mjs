// udp-stats.mjs [BYTES]: a UDP echo server with so large a receive buffer. Tells its process and its port, its errors, and for
// each line that it reads its counters. Ends with its standard input.
import { createInterface } from 'node:readline';
import { handlers, serveUdp } from 'stdnet';

const [bytes = '200000'] = process.argv.slice(2);
const server = serveUdp('127.0.0.1:0', handlers.udpEcho(), { recvBufferSize: Number(bytes) });
server.on('error', ({ code, syscall, port }) => console.log(`${syscall} ${code} ${port}`));
console.log(`pid ${process.pid} port ${server.localAddr().port}`);
createInterface({ input: process.stdin })
  .on('line', () => console.log(JSON.stringify(server.stats())))
  .on('close', () => server.close());
