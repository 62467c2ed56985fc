import { native } from '../binding/index.js';
import type { NativeServer, Packed } from '../binding/native.js';
import type { IoError } from '../core/io_error.js';
import { addrFromPacked } from '../net/socket_addr.js';
import { ChunkPool } from './chunk_pool.js';
import { type Connection, type Inlet, openConnection } from './connection.js';
import { Pace } from './pace.js';

// relay::Said in native/relay/mailbox.h.
const OPENED = 0;
const BYTES = 1;
const ENDED = 2;
const DRAINED = 3;
const CLOSED = 4;

/** From so many bytes on a chunk has memory of its own. relay::Batch::kLarge in native/relay/mailbox.h. */
const LARGE = 4096;
const RECORDS = 512;
/** So often in a row; then the event loop has a turn. */
const ROUNDS = 8;

/** What the native side says of all connections of a server, told to each of them. @internal */
export class ConnectionMail {
  readonly #handler: (connection: Connection) => unknown;
  #server!: NativeServer;
  #pace!: Pace;
  readonly #inlets: (Inlet | undefined)[] = [];
  /** How many records there are; then two numbers for each. See Mail in native/binding/mail.h. */
  readonly #records = new Uint32Array(1 + 2 * RECORDS);
  readonly #pool = new ChunkPool();
  #extras: unknown[] = [];
  #nextExtra = 0;
  #next = 0;
  #count = 0;

  constructor(handler: (connection: Connection) => unknown) {
    this.#handler = handler;
  }

  /** Of that server, from now on. */
  attach(server: NativeServer): void {
    this.#server = server;
    this.#pace = new Pace(server);
  }

  /**
   * Tells what there is, or some of it and the rest in a moment. A listener that throws keeps nothing from the others.
   * `late`: it has waited for this thread.
   */
  deliver(late = false): void {
    try {
      for (let round = 0; round < ROUNDS; round++) {
        if (!this.#deliverRecords(late || round > 0)) return;
      }
    } catch (error) {
      process.nextTick(() => this.deliver(true));
      throw error;
    }
    setImmediate(() => this.deliver(true));
  }

  /** Tells everything: nothing follows. What listeners throw is thrown in a moment. */
  deliverLast(): void {
    try {
      while (this.#deliverRecords(false));
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
      this.deliverLast();
    }
  }

  /** False: there are none. */
  #deliverRecords(late: boolean): boolean {
    if (this.#next === this.#count && !this.#take()) return false;
    this.#pace.tell(this.#count - this.#next, late, this.#tellRecords);
    return true;
  }

  readonly #tellRecords = (): void => {
    while (this.#next < this.#count) {
      const at = 1 + 2 * this.#next++;
      this.#tell(this.#records[at] as number, this.#records[at + 1] as number);
    }
  };

  #take(): boolean {
    this.#pool.makeRoom(LARGE);
    const { memory, used } = this.#pool;
    const extras = native.serverMail(this.#server, this.#records, memory, used);
    this.#extras = extras ?? [];
    this.#nextExtra = this.#next = 0;
    this.#count = this.#records[0] as number;
    return this.#count > 0;
  }

  #tell(code: number, size: number): void {
    const slot = code >>> 3;
    const said = code & 7;
    const inlet = said === OPENED ? this.#open(slot) : (this.#inlets[slot] as Inlet);
    if (said === BYTES) {
      inlet.bytes(size < LARGE ? this.#pool.cut(size) : (this.#extra() as Buffer));
    } else if (said === ENDED) {
      inlet.ended();
    } else if (said === DRAINED) {
      inlet.drained();
    } else if (said === CLOSED) {
      this.#inlets[slot] = undefined;
      inlet.over(this.#extra() as IoError | null);
    }
  }

  #open(slot: number): Inlet {
    const [id, peer, local] = this.#extra() as [number, Packed, Packed];
    const info = { id, peer: addrFromPacked(peer), local: addrFromPacked(local) };
    const { connection, inlet } = openConnection(this.#server, this.#pace, slot, info);
    this.#inlets[slot] = inlet;
    handle(this.#handler, connection);
    return inlet;
  }

  #extra(): unknown {
    return this.#extras[this.#nextExtra++];
  }
}

/** A handler that throws is an uncaught exception, as in Node; its connection is not left behind. */
function handle(handler: (connection: Connection) => unknown, connection: Connection): void {
  let broken: Error | null = null;
  try {
    const result = handler(connection);
    if (!(result instanceof Promise)) return;
    connection.once('error', (error) => {
      broken = error;
    });
    result.catch((error) => {
      connection.destroy();
      if (error !== broken) throw error;
    });
  } catch (error) {
    connection.destroy();
    throw error;
  }
}
