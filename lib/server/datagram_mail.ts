import { native } from '../binding/index.js';
import type { NativeServer, Packed } from '../binding/native.js';
import { addrFromPacked, type SocketAddr } from '../net/socket_addr.js';
import { MailBatch } from './mail_batch.js';

const RECORDS = 256;
/** After so many the event loop has a turn. */
const TURN = 1024;

/** The datagrams of a server, each told to its handler. @internal */
export class DatagramMail {
  readonly #handler: (datagram: Buffer, from: SocketAddr) => unknown;
  #server!: NativeServer;
  /** See DatagramMail in native/binding/datagram_mail.h. */
  readonly #batch = new MailBatch(RECORDS, (records, pool, used) =>
    native.serverDatagrams(this.#server, records, pool, used),
  );
  /** By the places that the records name. */
  readonly #senders: SocketAddr[] = [];
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
        if (!this.#batch.refill()) return;
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

  #tell(): void {
    const batch = this.#batch;
    batch.advance();
    const sender = batch.code;
    const place = sender >>> 1;
    if ((sender & 1) === 1) this.#senders[place] = addrFromPacked(batch.extra() as Packed);
    this.#handler(batch.bytes(), this.#senders[place] as SocketAddr);
  }
}
