// node:net as it is usually written: an event and a write for each chunk. Without delay: a stalled server is no match.
import { type AddressInfo, createServer } from 'node:net';
import { announce, BACKLOG } from './child.js';

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', (chunk) => socket.write(chunk));
  socket.on('error', () => {});
});
server.listen({ host: '127.0.0.1', port: 0, backlog: BACKLOG }, () =>
  announce((server.address() as AddressInfo).port),
);
