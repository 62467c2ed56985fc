/** The Worker of a server: loads the user's module, and serves one connection after the other with it. @internal */
import { debuglog, inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { native } from '../binding/index.js';
import { type NativeWorker, PACKED_SIZE } from '../binding/native.js';
import { IoError } from '../core/io_error.js';
import { addrFromPacked } from '../net/socket_addr.js';
import { openStream, type TcpStream } from '../net/tcp_stream.js';
import type { WorkerContext } from './worker_context.js';
import { READY, type WorkerJob } from './worker_job.js';

type Handler = (stream: TcpStream, context: WorkerContext) => unknown;

/** How long the event loop of an idle Worker may wait: timers and what was printed have their turn in between. */
const PATIENCE_MS = 100;

const log = debuglog('stdnet');

function handlerOf(exported: Record<string, unknown>, module: string): Handler {
  if (typeof exported.default === 'function') return exported.default as Handler;
  const also = typeof exported.onData === 'function' ? ' (the onData form is to come)' : '';
  throw new TypeError(`${module} does not export a function as its default${also}`);
}

/** Serves until the server is over. Each connection, and each wait, is a turn of the event loop. */
function work(worker: NativeWorker, handler: Handler, { data, worker: number }: WorkerJob): void {
  let peer = new Uint8Array(PACKED_SIZE);

  const turn = () => {
    const accepted = native.workerAccept(worker, PATIENCE_MS, peer);
    if (accepted === undefined) process.exit(); // whatever the user's module has left open
    if (accepted !== null) {
      const [fd, id] = accepted;
      const context = { id, peer: addrFromPacked(peer), data, worker: number };
      peer = new Uint8Array(PACKED_SIZE);
      serveOne(worker, handler, openStream(fd), context);
    }
    setImmediate(turn);
  };
  turn();
}

function serveOne(worker: NativeWorker, handler: Handler, stream: TcpStream, context: WorkerContext): void {
  try {
    refusePromise(handler(stream, context));
    native.workerDone(worker, null, null, '', '', '');
  } catch (thrown) {
    log('connection %d: its handler threw %O', context.id, thrown);
    tell(worker, thrown);
  } finally {
    stream.close();
  }
}

/** Its connection would be gone before it has done anything. */
function refusePromise(result: unknown): void {
  if (!(result instanceof Promise)) return;
  result.catch(() => {});
  throw new TypeError('the handler returned a promise: it must do its work before it returns');
}

function tell(worker: NativeWorker, thrown: unknown): void {
  if (IoError.isIoError(thrown)) {
    const { kind, rawOsError, code, syscall = '', message } = thrown;
    native.workerDone(worker, kind, rawOsError, code, syscall, message);
  } else {
    native.workerDone(worker, 'Other', null, 'ERR_HANDLER_THREW', '', textOf(thrown));
  }
}

function textOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : inspect(thrown);
  } catch {
    return 'something that cannot be printed';
  }
}

async function main(job: WorkerJob): Promise<void> {
  const handler = handlerOf(await import(job.module), job.module);
  const worker = native.workerJoin(job.server);
  if (worker === null) process.exit();
  parentPort?.postMessage(READY);
  work(worker, handler, job);
}

void main(workerData);
