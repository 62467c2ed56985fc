import { native } from '../binding/index.js';
import type { NativeServer, Packed } from '../binding/native.js';
import type { IoError } from '../core/io_error.js';
import { addrFromPacked } from '../net/socket_addr.js';
import { ChunkPool } from './chunk_pool.js';
import { type Connection, type Inlet, openConnection } from './connection.js';
import { MailBatch } from './mail_batch.js';
import { Pace } from './pace.js';

// relay::Said in native/relay/mailbox.h.
const OPENED = 0;
const BYTES = 1;
const ENDED = 2;
const DRAINED = 3;
const LENT = 4;
const CLOSED = 5;

const RECORDS = 512;
/** Memory for what this thread receives itself: what is left of it is what can be received at once, and at least so much. */
const RECEIVED = 512 * 1024;
const LEAST_ROOM = 64 * 1024;
/** So often in a row; then the event loop has a turn. */
const ROUNDS = 8;

/** What the native side says of all connections of a server, told to each of them. @internal */
export class ConnectionMail {
  readonly #handler: (connection: Connection) => unknown;
  #server!: NativeServer;
  #pace!: Pace;
  readonly #inlets: (Inlet | undefined)[] = [];
  /** Slots of connections whose bytes this thread receives itself: see Relay in native/relay/relay.h. */
  readonly #lent = new Set<number>();
  readonly #received = new ChunkPool(RECEIVED);
  /** See Mail in native/binding/mail.h. */
  readonly #batch = new MailBatch(RECORDS, (records, pool, used) =>
    native.serverMail(this.#server, records, pool, used),
  );

  /** There is mail that has waited for this thread. */
  #behind = false;

  constructor(handler: (connection: Connection) => unknown) {
    this.#handler = handler;
  }

  /** Of that server, from now on. */
  attach(server: NativeServer): void {
    this.#server = server;
    this.#pace = new Pace(server);
  }

  /** Tells what there is, or some of it and the rest in a moment. A listener that throws keeps nothing from the others. */
  deliver(): void {
    const late = this.#behind;
    this.#behind = true;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const told = this.#deliverRecords(late || round > 0);
        this.#behind = this.#deliverLent() || told;
        if (!this.#behind) return;
      }
    } catch (error) {
      process.nextTick(() => this.deliver());
      throw error;
    }
    // Through the bell: mail that waits does not keep the process alive where the server does not.
    setImmediate(() => native.serverMailSoon(this.#server));
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
    if (!this.#batch.refill()) return false;
    this.#pace.tell(this.#batch.left, late, this.#tellRecords);
    return true;
  }

  /** What has come for connections whose bytes this thread receives. False: nothing. */
  #deliverLent(): boolean {
    const pool = this.#received;
    let any = false;
    for (const slot of this.#lent) {
      pool.makeRoom(LEAST_ROOM);
      const got = native.connectionReceive(this.#server, slot, pool.memory, pool.used);
      if (got === 0) {
        this.#lent.delete(slot);
      } else {
        any = true;
        (this.#inlets[slot] as Inlet).bytes(pool.cut(got));
      }
    }
    return any;
  }

  readonly #tellRecords = (): void => {
    while (this.#batch.left > 0) this.#tell();
  };

  #tell(): void {
    const batch = this.#batch;
    batch.advance();
    const slot = batch.code >>> 3;
    const said = batch.code & 7;
    const inlet = said === OPENED ? this.#open(slot) : (this.#inlets[slot] as Inlet);
    if (said === BYTES) {
      inlet.bytes(batch.bytes());
    } else if (said === ENDED) {
      inlet.ended();
    } else if (said === DRAINED) {
      inlet.drained();
    } else if (said === LENT) {
      this.#lent.add(slot);
    } else if (said === CLOSED) {
      this.#inlets[slot] = undefined;
      this.#lent.delete(slot);
      inlet.over(batch.extra() as IoError | null);
    }
  }

  #open(slot: number): Inlet {
    const [id, peer, local] = this.#batch.extra() as [number, Packed, Packed];
    const info = { id, peer: addrFromPacked(peer), local: addrFromPacked(local) };
    const { connection, inlet } = openConnection(this.#server, this.#pace, slot, info);
    this.#inlets[slot] = inlet;
    handle(this.#handler, connection);
    return inlet;
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
