import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ResourceLimits } from 'node:worker_threads';
import { invalidArgType, invalidArgValue } from '../core/argument_error.js';
import { checkInteger, checkOptions } from '../core/check.js';
import { makeWorkerHandler, type WorkerHandler } from './worker_handler.js';

/** What {@link inWorkers} takes beside the module. */
export interface InWorkersOptions {
  /** How many Workers, 1 to 1,024. Each costs 20 to 30 ms and some 8 MiB. Default: the number of cores. */
  threads?: number;
  /** For every handler, as `context.data`: whatever can be cloned to a Worker. A copy is taken at once. */
  data?: unknown;
  /** Of each Worker, as `new Worker()` takes them: heap sizes, stack size. Default: Node's. */
  resourceLimits?: ResourceLimits;
}

const MOST_WORKERS = 1024;

/**
 * For `serve()`: connections are served by a module of yours, in Workers. The module has one of two forms.
 *
 * **Blocking**, code that runs from top to bottom: it exports a function as its default,
 *
 * `export default function (stream: TcpStream, context: WorkerContext): void`
 *
 * Each Worker blocks in accept(2) on the one listening socket, calls the function for the connection that it gets, and accepts
 * again when that has returned: it serves one connection at a time, and more wait in the backlog. When the function returns or
 * throws, its connection is shut down, clones included. What it throws is the `error` of 'disconnect', and ends nothing else:
 * an IoError as it is, anything else as one of kind `Other`, code `ERR_HANDLER_THREW`. A function that returns a promise is
 * refused in the same way: nobody would wait for it.
 *
 * **Parked**, where each Worker holds many connections, each for its whole life: it exports
 *
 * `export function onData(stream: TcpStream, chunk: Buffer, context: WorkerContext): void`
 *
 * and, if it likes, `onOpen(stream, context)` and `onEnd(stream, context)`. `chunk` is what has come, at most 64 KiB, and valid
 * during the call only. `onEnd` is the last that is heard of a connection, however it ends; when it has returned, the
 * connection is shut down, clones included. So is one whose stream the handler has closed, or for which it has thrown.
 * Calls on the stream block, and with it the Worker: give the server a `writeTimeout`.
 *
 * A Worker that dies (an uncaught exception, out of memory, `process.exit()` in it) ends its connection and is replaced; the
 * server tells of it by 'error', code `ERR_WORKER_DIED`. So it does of a module that cannot be loaded, code
 * `ERR_WORKER_INIT_FAILED`, whose Workers are started again ever more slowly.
 *
 * @param module its URL, or a file's path. TypeScript works where the program's own does: Workers inherit `process.execArgv`.
 * @throws TypeError with code `ERR_INVALID_ARG_VALUE`: `data` cannot be cloned.
 *
 * @example
 * ```ts
 * // server.ts
 * const store = new KvStore();
 * const handler = inWorkers(new URL('./handler.js', import.meta.url), { threads: 4, data: store.share() });
 * const server = serve('127.0.0.1:7878', handler, { idleTimeout: 60_000 });
 *
 * // handler.ts
 * export default function (stream: TcpStream, context: WorkerContext): void {
 *   const store = KvStore.from(context.data as SharedKvStore);
 *   for (const line of new BufReader(stream).lines()) stream.writeAll(`${store.get(line) ?? '(nil)'}\n`);
 * }
 * ```
 */
export function inWorkers(module: URL | string, options?: InWorkersOptions): WorkerHandler {
  const url = urlOf(module);
  const { threads = availableParallelism(), data, resourceLimits } = checkOptions(options, 'options');
  return makeWorkerHandler({
    module: url,
    threads: checkInteger(threads, 'options.threads', 1, MOST_WORKERS),
    resourceLimits: resourceLimits === undefined ? undefined : checkLimits(resourceLimits),
    data: cloneOf(data),
  });
}

function urlOf(module: unknown): string {
  if (module instanceof URL) return module.href;
  if (typeof module !== 'string')
    throw invalidArgType('module', 'of type string or an instance of URL', module);
  return /^(?:file|data):/.test(module) ? module : pathToFileURL(resolve(module)).href;
}

function checkLimits(value: unknown): ResourceLimits {
  if (typeof value === 'object' && value !== null) return { ...value };
  throw invalidArgType('options.resourceLimits', 'of type object', value);
}

/** Taken once: a Worker that replaces another gets what the first ones got. */
function cloneOf(data: unknown): unknown {
  try {
    return structuredClone(data);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a getter's own
    throw invalidArgValue('options.data', `cannot be cloned to a Worker: ${error.message}`, error);
  }
}
