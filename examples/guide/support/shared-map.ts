import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/** One thread's way to the map: a port to ask through, and a flag to sleep on until the answer is there. */
export interface MapHandle {
  readonly port: MessagePort;
  readonly answered: Int32Array<SharedArrayBuffer>;
}

type Request = [key: string, value: string | undefined];

/**
 * A map that many threads share, in the place of Rust's `Arc<Mutex<HashMap<String, String>>>`. JavaScript threads share no
 * objects: one thread owns the Map, and the others ask it and block until it has answered, as over a Rust channel.
 */
export class SharedMap {
  readonly #handle: MapHandle;

  constructor(handle: MapHandle) {
    this.#handle = handle;
  }

  get(key: string): string | undefined {
    return this.#ask([key, undefined]);
  }

  set(key: string, value: string): void {
    this.#ask([key, value]);
  }

  #ask(request: Request): string | undefined {
    const { port, answered } = this.#handle;
    Atomics.store(answered, 0, 0);
    port.postMessage(request);
    Atomics.wait(answered, 0, 0);
    return receiveMessageOnPort(port)?.message;
  }
}

/** The two ends of a thread's way to the map: one for {@link SharedMap}, one for {@link ownMap}. */
export function mapHandles(): [asking: MapHandle, owning: MapHandle] {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  return [
    { port: port1, answered },
    { port: port2, answered },
  ];
}

/** Runs in the owner's thread: answers whoever is announced on `announcements`. */
export function ownMap(announcements: MessagePort): void {
  const map = new Map<string, string>();
  announcements.on('message', ({ port, answered }: MapHandle) => {
    port.on('message', ([key, value]: Request) => {
      if (value !== undefined) map.set(key, value);
      port.postMessage(map.get(key));
      Atomics.store(answered, 0, 1);
      Atomics.notify(answered, 0);
    });
  });
}
