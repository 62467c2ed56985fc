// node bench/servers/node.mjs HANDLER: node:net, with the same manners as native.mjs.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { sayDelay } from './delay.mjs';

const handlers = {
  echo: (socket) => socket.on('data', (chunk) => socket.write(chunk)),
  /** Whole lines in upper case, as they come. */
  lines(socket) {
    let parts = [];
    socket.on('data', (chunk) => {
      parts.push(chunk);
      const end = chunk.lastIndexOf(10) + 1;
      if (end === 0) return;
      const rest = chunk.subarray(end);
      parts[parts.length - 1] = chunk.subarray(0, end);
      socket.write(Buffer.concat(parts).toString().toUpperCase());
      parts = rest.length > 0 ? [rest] : [];
    });
  },
};

const serve = handlers[process.argv[2]];
const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
  socket.on('end', () => socket.end()).on('error', () => socket.destroy());
  serve(socket);
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 2 ** 31 - 1 }, () => console.log(server.address().port));
createInterface(process.stdin)
  .on('line', () => sayDelay({}))
  .on('close', () => process.exit());
