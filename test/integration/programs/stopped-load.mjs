// A load of one connection, which waits in recv(2) nearly all the time. Says when it has begun, and how it ended.
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadTest } from 'stdnet/bench';

const server = net.createServer((socket) =>
  socket.on('data', async (chunk) => {
    await sleep(10);
    socket.write(chunk);
  }),
);
server.once('connection', () => console.log('begun'));
await once(server.listen(0, '127.0.0.1'), 'listening');
const load = { connections: 1, warmUpMs: 0, durationMs: 1_000 };
const { requests } = await loadTest(`127.0.0.1:${server.address().port}`, load);
console.log(requests > 0 ? 'answered' : 'not answered');
server.close();
