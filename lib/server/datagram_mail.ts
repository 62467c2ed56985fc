import { native } from '../binding/index.js';
import type { NativeServer, Packed } from '../binding/native.js';
import { addrFromPacked, type SocketAddr } from '../net/socket_addr.js';
import { ChunkPool } from './chunk_pool.js';

/** From so many bytes on a datagram has memory of its own. DatagramMail::kLarge in native/binding/datagram_mail.h. */
const LARGE = 4096;
const RECORDS = 256;
/** After so many the event loop has a turn. */
const TURN = 1024;

/** The datagrams of a server, each told to its handler. @internal */
export class DatagramMail {
  readonly #handler: (datagram: Buffer, from: SocketAddr) => unknown;
  #server!: NativeServer;
  /** How many records there are; then two numbers for each. See DatagramMail in native/binding/datagram_mail.h. */
  readonly #records = new Uint32Array(1 + 2 * RECORDS);
  readonly #pool = new ChunkPool();
  /** By the places that the records name. */
  readonly #senders: SocketAddr[] = [];
  #extras: (Packed | Buffer)[] = [];
  #nextExtra = 0;
  #next = 0;
  #count = 0;
  /** How many more until the event loop has a turn; 0: it has it now. */
  #left = TURN;
  #closed = false;

  constructor(handler: (datagram: Buffer, from: SocketAddr) => unknown) {
    this.#handler = handler;
  }

  /** Of that server, from now on. */
  attach(server: NativeServer): void {
    this.#server = server;
  }

  /** Tells what there is, or some of it and the rest in a moment. A handler that throws misses nothing. */
  deliver(): void {
    try {
      while (this.#left > 0 && !this.#closed) {
        if (this.#next === this.#count && !this.#take()) return;
        if (--this.#left === 0) this.#rest();
        this.#tell();
      }
    } catch (error) {
      process.nextTick(() => this.deliver());
      throw error;
    }
  }

  /** Nothing more is told. */
  close(): void {
    this.#closed = true;
  }

  /** Goes on through the bell: datagrams that wait do not keep the process alive where the server does not. */
  #rest(): void {
    setImmediate(() => {
      this.#left = TURN;
      native.serverDatagramsSoon(this.#server);
    });
  }

  /** False: there are none. */
  #take(): boolean {
    this.#pool.makeRoom(LARGE);
    const { memory, used } = this.#pool;
    this.#extras = native.serverDatagrams(this.#server, this.#records, memory, used) ?? [];
    this.#nextExtra = this.#next = 0;
    this.#count = this.#records[0] as number;
    return this.#count > 0;
  }

  #tell(): void {
    const at = 1 + 2 * this.#next++;
    const sender = this.#records[at] as number;
    const size = this.#records[at + 1] as number;
    const place = sender >>> 1;
    if ((sender & 1) === 1) this.#senders[place] = addrFromPacked(this.#extra() as Packed);
    const datagram = size < LARGE ? this.#pool.cut(size) : (this.#extra() as Buffer);
    this.#handler(datagram, this.#senders[place] as SocketAddr);
  }

  #extra(): Packed | Buffer {
    return this.#extras[this.#nextExtra++] as Packed | Buffer;
  }
}
