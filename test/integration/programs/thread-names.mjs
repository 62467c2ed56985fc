// A server of each kind with a connection, and a call that has blocked: the names of our threads, once there are so many.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { handlers, inWorkers, serve, serveUdp, TcpStream } from '../../../dist/index.js';

const HANDLER = 'data:text/javascript,export const onData = (stream, chunk) => stream.writeAll(chunk)';
const echo = (connection) => connection.on('data', (chunk) => connection.write(chunk));

const servers = [
  serve('127.0.0.1:0', handlers.echo()),
  serve('127.0.0.1:0', handlers.echo(), { threads: { pool: 1 } }),
  serve('127.0.0.1:0', echo),
  serve('127.0.0.1:0', echo, { threads: { pool: 1 } }),
  serve('127.0.0.1:0', inWorkers(HANDLER, { threads: 1 })),
];
const udp = serveUdp('127.0.0.1:0', handlers.udpEcho());
const clients = servers.map((server) => connect(server.localAddr().port, '127.0.0.1'));
for (const client of clients) {
  client.write('hello');
  await once(client, 'data');
}

// The monitor of blocked calls is there from the first one on.
const stream = TcpStream.connect(servers[0].localAddr());
stream.writeAll('hello');
stream.read(Buffer.alloc(5));
stream.close();

const names = () => {
  const all = readdirSync('/proc/self/task').map((id) =>
    readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim(),
  );
  return [...new Set(all)].filter((name) => name.startsWith('stdnet-')).sort();
};
// A thread says its name in its first moments.
const deadline = Date.now() + 5_000;
while (names().length < Number(process.argv[2]) && Date.now() < deadline) await sleep(10);
console.log(JSON.stringify(names()));

for (const client of clients) client.destroy();
for (const server of [...servers, udp]) server.close();
