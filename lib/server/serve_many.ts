/** A Worker that holds many connections. @internal */
import { native } from '../binding/index.js';
import { PACKED_SIZE } from '../binding/native.js';
import { Happened, type NativeParkingWorker } from '../binding/native_workers.js';
import { addrFromPacked } from '../net/socket_addr.js';
import { openStream, type TcpStream } from '../net/tcp_stream.js';
import type { WorkerContext } from './worker_context.js';
import type { WorkerJob } from './worker_job.js';
import type { ServeMany } from './worker_module.js';
import { type Outcome, outcomeOf, refusePromise, WELL } from './worker_thrown.js';

/** What one recv takes at most. */
const CHUNK_SIZE = 64 * 1024;

interface Held {
  readonly stream: TcpStream;
  readonly context: WorkerContext;
}

/** Until the server is over. In between the event loop has its turns, when the native side says so. @internal */
export function serveMany(worker: NativeParkingWorker, handler: ServeMany, job: WorkerJob): void {
  const parked = new Parked(worker, handler, job);
  const turn = () => {
    if (!native.parkingTurn(worker)) process.exit(); // whatever the user's module has left open
    while (parked.serveNext());
    setImmediate(turn);
  };
  turn();
}

/** The connections of a Worker. What a handler throws ends its connection, and nothing else. */
class Parked {
  readonly #worker: NativeParkingWorker;
  readonly #handler: ServeMany;
  readonly #job: WorkerJob;
  readonly #held: (Held | undefined)[] = []; // by place
  readonly #event = new Uint32Array(2);
  /** Every connection's, in turn: a handler has it during its call only. */
  #chunk = Buffer.allocUnsafeSlow(CHUNK_SIZE);
  /** The front of it that was received last: as a rule the next is as long. */
  #received = this.#chunk.subarray(0, 0);

  constructor(worker: NativeParkingWorker, handler: ServeMany, job: WorkerJob) {
    this.#worker = worker;
    this.#handler = handler;
    this.#job = job;
  }

  /** Blocks until something has happened to a connection. False: the event loop's turn has come. */
  serveNext(): boolean {
    const happened = native.parkingNext(this.#worker, this.#chunk, this.#event);
    const [place, size] = this.#event as unknown as [number, number];
    switch (happened) {
      case null:
        return false;
      case Happened.Opened:
        this.#open(place);
        break;
      case Happened.Bytes:
        this.#receive(place, size);
        break;
      case Happened.Ended:
        this.#end(place, WELL);
        break;
    }
    return true;
  }

  #open(place: number): void {
    const peer = new Uint8Array(PACKED_SIZE);
    const [fd, id] = native.parkingOpen(this.#worker, place, peer);
    const { data, worker } = this.#job;
    const context = { id, peer: addrFromPacked(peer), data, worker };
    const stream = openStream(fd);
    this.#held[place] = { stream, context };
    try {
      refusePromise(this.#handler.onOpen?.(stream, context));
    } catch (thrown) {
      this.#end(place, outcomeOf(thrown, id));
    }
  }

  #receive(place: number, size: number): void {
    const { stream, context } = this.#held[place] as Held;
    if (this.#received.length !== size) this.#received = this.#chunk.subarray(0, size);
    try {
      refusePromise(this.#handler.onData(stream, this.#received, context));
    } catch (thrown) {
      this.#end(place, outcomeOf(thrown, context.id));
    }
    if (this.#chunk.length === 0) this.#renewChunk(); // it was transferred to another thread
  }

  #renewChunk(): void {
    this.#chunk = Buffer.allocUnsafeSlow(CHUNK_SIZE);
    this.#received = this.#chunk.subarray(0, 0);
  }

  #end(place: number, outcome: Outcome): void {
    const { stream, context } = this.#held[place] as Held;
    this.#held[place] = undefined;
    const said = this.#sayGoodbye(stream, context);
    native.parkingDone(this.#worker, ...(outcome === WELL ? said : outcome), place);
    stream.close();
  }

  #sayGoodbye(stream: TcpStream, context: WorkerContext): Outcome {
    try {
      refusePromise(this.#handler.onEnd?.(stream, context));
      return WELL;
    } catch (thrown) {
      return outcomeOf(thrown, context.id);
    }
  }
}
