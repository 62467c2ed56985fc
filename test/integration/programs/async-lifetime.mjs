// What keeps a process of the asynchronous API alive, and what does not. argv: which of the cases below.
import { writeSync } from 'node:fs';
import { BufReader, TcpListener, TcpStream, UdpSocket } from '../../../dist/async/index.js';

const say = (text) => writeSync(1, `${text}\n`);
const listener = await TcpListener.bind('127.0.0.1:0');

async function pair() {
  const client = await TcpStream.connect(listener.localAddr());
  const [server] = await listener.accept();
  return [client, server];
}

const cases = {
  /** Sockets are open, have been used, and nobody waits: the program is over. */
  async idle() {
    const [client, server] = await pair();
    await client.writeAll('x');
    await server.read(Buffer.alloc(1));
    const socket = await UdpSocket.bind('127.0.0.1:0');
    await socket.sendTo('x', socket.localAddr());
    await socket.recv(Buffer.alloc(1));
    globalThis.kept = [client, server, socket];
    process.on('exit', () => say('over'));
  },
  /** A call that waits keeps it alive until it is answered, or given up. */
  async waiting() {
    const [client, server] = await pair();
    const stop = new AbortController();
    setTimeout(() => stop.abort('given up'), 100).unref();
    const calls = {
      read: client.read(Buffer.alloc(1), { signal: stop.signal }),
      accept: listener.accept({ signal: stop.signal }),
    };
    for (const [name, call] of Object.entries(calls)) {
      say(`${name}: ${await call.catch((error) => error)}`);
    }
    setTimeout(() => server.writeAll('answer\n'), 50).unref();
    say(`readLine: ${(await new BufReader(client).readLine()).trim()}`);
    process.on('exit', () => say('over'));
  },
  /** A byte that counts as written leaves, also when the stream was closed and the program has nothing else to do. */
  async owed() {
    const stop = new AbortController();
    const stream = await TcpStream.connect(process.argv[3]);
    const write = stream.write(Buffer.alloc(64 * 1024 * 1024), { signal: stop.signal });
    setImmediate(() => stop.abort());
    say(`${await write}`);
    stream.close();
  },
  /** Timers run while a task never has to wait. */
  async busy() {
    const [client, server] = await pair();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const end = performance.now() + 300;
    const reader = (async () => {
      const buf = Buffer.alloc(65536);
      while ((await server.read(buf)) > 0);
    })();
    while (performance.now() < end) await client.writeAll('x');
    client.close();
    await reader;
    for (const again = performance.now() + 100; performance.now() < again; )
      await server.read(Buffer.alloc(1));
    clearInterval(timer);
    say(ticks > 20 ? 'timers ran' : `only ${ticks} ticks`);
  },
};
await cases[process.argv[2]]();
