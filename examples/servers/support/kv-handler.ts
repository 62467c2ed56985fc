// What kv-workers.ts does with a connection: the guide's exercise 2, as blocking code that runs in a Worker.
import { BufReader, KvStore, type SharedKvStore, type TcpStream, type WorkerContext } from 'stdnet';

export default function handle(stream: TcpStream, context: WorkerContext): void {
  const store = KvStore.from(context.data as SharedKvStore);

  for (const line of new BufReader(stream).lines()) {
    // At most 3 parts: command, key, value; the value may contain spaces.
    const [command, key, ...rest] = line.split(' ');
    switch (command) {
      case 'SET':
        if (key !== undefined && rest.length > 0) {
          store.set(key, rest.join(' '));
          stream.writeAll('OK\n');
        } else {
          stream.writeAll('ERR usage: SET <key> <value>\n');
        }
        break;
      case 'GET':
        stream.writeAll(`${store.get(key ?? '') ?? '(nil)'}\n`);
        break;
      case 'QUIT':
        return;
      default:
        stream.writeAll('ERR unknown command\n');
    }
  }
}
