// A gateway that is replaced without losing a request:  graceful-shutdown.ts HOST:PORT BACKEND:PORT    a line asked, a line answered.
//
// SIGTERM: nobody new is accepted, who waits between two requests is let go at once, and who waits for an answer gets it. After 10 s,
// or at a second SIGTERM, who is left is cut off, and the exit code tells. shutdown() is over when the last byte has left the threads.
import { type Connection, serve } from 'stdnet';
import { BufReader, TcpStream } from 'stdnet/async';

const [addr = '127.0.0.1:7878', backend = '127.0.0.1:7879'] = process.argv.slice(2);
const MAX_LINE = 8 * 1024;
const idle = new Set<Connection>();
let [waiting, stopping] = [0, false];

async function answer(question: string): Promise<string> {
  const signal = AbortSignal.timeout(20_000);
  using stream = await TcpStream.connect(backend, { signal });
  await stream.writeAll(`${question}\n`, { signal });
  return (await new BufReader(stream).readLine(MAX_LINE, { signal })) ?? 'ERR no answer\n';
}

async function serveOne(connection: Connection): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  idle.add(connection);
  try {
    for await (const chunk of connection) {
      if (stopping && idle.has(connection)) continue; // it was let go: too late
      idle.delete(connection);
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE) return; // leaving the loop ends the connection
      for (const line of lines) {
        waiting++;
        const reply = await answer(line).catch(({ message }) => `ERR ${message}\n`);
        waiting--;
        if (!connection.write(reply)) return; // it does not read, or has left
      }
      if (rest !== '') continue;
      idle.add(connection);
      if (stopping) connection.end();
    }
    connection.end();
  } finally {
    idle.delete(connection);
  }
}

const limits = { maxConnections: 1_000, idleTimeout: 60_000, writeTimeout: 10_000 };
const server = serve(addr, serveOne, { ...limits, threads: { pool: 1 } });
console.log(`gateway on ${server.localAddr()}`);

process.once('SIGTERM', async () => {
  stopping = true;
  process.once('SIGTERM', () => server.close());
  const over = server.shutdown({ drain: 10_000 }); // nobody is accepted from here on
  for (const connection of idle) connection.end();
  await over;
  console.log(`${waiting} cut off`);
  process.exit(waiting > 0 ? 1 : 0);
});
