// Exercise 2 as the guide has it: a thread per connection, and a map that all of them share.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { BufReader, TcpListener, TcpStream } from 'stdnet';
import { eprintln, println } from './support/println.js';
import { mapHandles, ownMap, SharedMap } from './support/shared-map.js';
import { spawn } from './support/thread.js';

function handle(stream: TcpStream, store: SharedMap): void {
  using writer = stream.tryClone();
  using reader = new BufReader(stream);

  for (const line of reader.lines()) {
    // At most 3 parts: command, key, value; the value may contain spaces.
    const [command, key, ...rest] = line.split(' ');
    switch (command) {
      case 'SET':
        if (key !== undefined && rest.length > 0) {
          store.set(key, rest.join(' '));
          writer.writeAll('OK\n');
        } else {
          writer.writeAll('ERR usage: SET <key> <value>\n');
        }
        break;
      case 'GET':
        writer.writeAll(`${store.get(key ?? '') ?? '(nil)'}\n`);
        break;
      case 'QUIT':
        return;
      default:
        writer.writeAll('ERR unknown command\n');
    }
  }
}

function main(): void {
  using listener = TcpListener.bind(process.argv[2] ?? '127.0.0.1:7878');
  println(`kv store on ${listener.localAddr()}`);

  const owner = spawn(import.meta.url, null);
  for (const stream of listener.incoming()) {
    const [asking, owning] = mapHandles();
    owner.postMessage(owning, [owning.port]);
    spawn(import.meta.url, { fd: stream.intoRawFd(), map: asking }, [asking.port]);
  }
}

function thread(): void {
  try {
    using stream = TcpStream.fromRawFd(workerData.fd);
    handle(stream, new SharedMap(workerData.map));
  } catch (error) {
    eprintln(`client error: ${(error as Error).message}`);
  }
}

if (isMainThread) main();
else if (workerData !== null) thread();
else ownMap(parentPort!);
