// node bench/servers/node.mjs: echoes of node:net, with the same manners as native.mjs.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { sayDelay } from './delay.mjs';

const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
  socket.on('end', () => socket.end()).on('error', () => socket.destroy());
  socket.on('data', (chunk) => socket.write(chunk));
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 2 ** 31 - 1 }, () => console.log(server.address().port));
createInterface(process.stdin)
  .on('line', () => sayDelay({}))
  .on('close', () => process.exit());
