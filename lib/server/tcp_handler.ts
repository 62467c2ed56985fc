import type { Connection } from './connection.js';
import { type NativeHandler, nativeOf } from './native_handler.js';
import { isWorkerHandler, type WorkerHandler } from './worker_handler.js';

/**
 * What `serve()` does with its connections: one of {@link handlers}, wholly in native threads; a module {@link inWorkers}; or a
 * function that is called on the JS thread for each of them, and handles their events there.
 *
 * A function that throws is an uncaught exception, as in Node, and its connection is destroyed. It may be `async`: what it
 * rejects with is an unhandled rejection, but for the error of its own connection, which 'disconnect' and `stats()` tell of.
 */
export type TcpHandler = NativeHandler | WorkerHandler | ((connection: Connection) => void);

/** @throws TypeError: it is none of them. @internal */
export function checkTcpHandler(handler: unknown): void {
  if (typeof handler !== 'function' && !isWorkerHandler(handler)) nativeOf(handler);
}
