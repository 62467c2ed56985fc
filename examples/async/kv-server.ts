// Exercise 2, asynchronous: a task per connection, and a plain Map, for one thread has them all.
import { BufReader, TcpListener, type TcpStream } from 'stdnet/async';
import { eprintln, println } from '../guide/support/println.js';

async function handle(stream: TcpStream, store: Map<string, string>): Promise<void> {
  using writer = stream.tryClone();
  using reader = new BufReader(stream);

  for await (const line of reader.lines()) {
    // At most 3 parts: command, key, value; the value may contain spaces.
    const [command, key, ...rest] = line.split(' ');
    switch (command) {
      case 'SET':
        if (key !== undefined && rest.length > 0) {
          store.set(key, rest.join(' '));
          await writer.writeAll('OK\n');
        } else {
          await writer.writeAll('ERR usage: SET <key> <value>\n');
        }
        break;
      case 'GET':
        await writer.writeAll(`${store.get(key ?? '') ?? '(nil)'}\n`);
        break;
      case 'QUIT':
        return;
      default:
        await writer.writeAll('ERR unknown command\n');
    }
  }
}

async function main(): Promise<void> {
  using listener = await TcpListener.bind(process.argv[2] ?? '127.0.0.1:7878');
  println(`kv store on ${listener.localAddr()}`);

  const store = new Map<string, string>();
  for await (const stream of listener.incoming()) void task(stream, store);
}

async function task(accepted: TcpStream, store: Map<string, string>): Promise<void> {
  try {
    using stream = accepted;
    await handle(stream, store);
  } catch (error) {
    eprintln(`client error: ${(error as Error).message}`);
  }
}

await main();
