// What debug-console.ts says to whom: blocking code, in a Worker of its own.
import { BufReader, KvStore, type SharedKvStore, type TcpStream, type WorkerContext } from 'stdnet';

/** What the service and its console share. */
export interface Shared {
  /** When the main thread's event loop had its last turn, in ms since 1970. */
  readonly lastTurn: BigInt64Array<SharedArrayBuffer>;
  /** What the service is doing, and what it is told by the console. */
  readonly state: SharedKvStore;
}

export default function dialogue(stream: TcpStream, { data }: WorkerContext): void {
  const { lastTurn, state } = data as Shared;
  const store = KvStore.from(state);
  for (const line of new BufReader(stream).lines(1024)) {
    const [command, name = '', ...value] = line.split(' ');
    switch (command) {
      case 'status': {
        const silent = Date.now() - Number(Atomics.load(lastTurn, 0));
        stream.writeAll(`${store.get('doing') ?? 'idle'}, last turn ${silent} ms ago\n`);
        break;
      }
      case 'get':
        stream.writeAll(`${store.get(name) ?? '(not set)'}\n`);
        break;
      case 'set':
        store.set(name, value.join(' '));
        stream.writeAll('ok\n');
        break;
      case 'quit':
        return;
      default:
        stream.writeAll('status | get NAME | set NAME VALUE | quit\n');
    }
  }
}
