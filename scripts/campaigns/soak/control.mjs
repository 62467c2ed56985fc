// control.mjs: an echo by node:net. It has nothing of this package: what its work costs tells what the machine is doing.
import { once } from 'node:events';
import net from 'node:net';
import { holds } from './holds.mjs';
import { answer } from './remote.mjs';

const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  socket.on('error', () => {}).pipe(socket);
});
answer({
  start: async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return [['control', server.address().port]];
  },
  look: holds,
});
