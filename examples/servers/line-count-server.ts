// A handler of your own, in JavaScript: every line is answered with how many there have been, on this connection and on all.
// Native threads receive; the counter is this thread's, and needs no lock.
import { type Connection, serve } from 'stdnet';

let total = 0;

async function count(connection: Connection) {
  let rest = '';
  let mine = 0;
  for await (const chunk of connection) {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const _ of lines) connection.write(`${++mine} of ${++total}\n`);
  }
  connection.end();
}

const server = serve(process.argv[2] ?? '127.0.0.1:7878', count, { threads: { pool: 1 } });

server.on('disconnect', ({ peer, error }) => console.log(`[${peer}] disconnected`, error?.message ?? ''));
process.once('SIGTERM', () => server.shutdown({ drain: 1_000 }));
console.log(`Line count server on ${server.localAddr()}`);
