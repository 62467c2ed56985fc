/** A Worker that serves one connection after the other. @internal */
import { native } from '../binding/index.js';
import { PACKED_SIZE } from '../binding/native.js';
import type { NativeWorker } from '../binding/native_workers.js';
import { addrFromPacked } from '../net/socket_addr.js';
import { openStream, type TcpStream } from '../net/tcp_stream.js';
import type { WorkerContext } from './worker_context.js';
import type { WorkerJob } from './worker_job.js';
import type { ServeOne } from './worker_module.js';
import { outcomeOf, refusePromise, WELL } from './worker_thrown.js';

/** How long the event loop of an idle Worker may wait: timers and what was printed have their turn in between. */
const PATIENCE_MS = 100;

/** Until the server is over. Each connection, and each wait, is a turn of the event loop. @internal */
export function serveOneByOne(worker: NativeWorker, handler: ServeOne, job: WorkerJob): void {
  let peer = new Uint8Array(PACKED_SIZE);

  const turn = () => {
    const accepted = native.workerAccept(worker, PATIENCE_MS, peer);
    if (accepted === undefined) process.exit(); // whatever the user's module has left open
    if (accepted !== null) {
      const [fd, id] = accepted;
      const context = { id, peer: addrFromPacked(peer), data: job.data, worker: job.worker };
      peer = new Uint8Array(PACKED_SIZE);
      serve(worker, handler, openStream(fd), context);
    }
    setImmediate(turn);
  };
  turn();
}

function serve(worker: NativeWorker, handler: ServeOne, stream: TcpStream, context: WorkerContext): void {
  try {
    refusePromise(handler(stream, context));
    native.workerDone(worker, ...WELL);
  } catch (thrown) {
    native.workerDone(worker, ...outcomeOf(thrown, context.id));
  } finally {
    stream.close();
  }
}
