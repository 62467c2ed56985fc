/** What a module for `inWorkers()` exports, checked. @internal */
import { inspect } from 'node:util';
import type { TcpStream } from '../net/tcp_stream.js';
import type { WorkerContext } from './worker_context.js';

/** Serves a connection from its beginning to its end. @internal */
export type ServeOne = (stream: TcpStream, context: WorkerContext) => unknown;

/** Told of what happens to connections. @internal */
export interface ServeMany {
  onData(stream: TcpStream, chunk: Buffer, context: WorkerContext): unknown;
  onOpen?(stream: TcpStream, context: WorkerContext): unknown;
  onEnd?(stream: TcpStream, context: WorkerContext): unknown;
}

type Exported = Record<string, unknown>;

/**
 * A function: the module is of the blocking form, also where it exports the other one too.
 *
 * @throws TypeError where it is of neither.
 * @internal
 */
export function handlerOf(exported: Exported, module: string): ServeOne | ServeMany {
  if (typeof exported.default === 'function') return exported.default as ServeOne;
  if (typeof exported.onData !== 'function') {
    throw new TypeError(`${module} exports no function, neither as its default nor as onData`);
  }
  for (const name of ['onOpen', 'onEnd']) checkOptional(exported, name, module);
  return exported as unknown as ServeMany;
}

function checkOptional(exported: Exported, name: string, module: string): void {
  const value = exported[name];
  if (value === undefined || typeof value === 'function') return;
  throw new TypeError(`${module} exports an ${name} that is no function: ${inspect(value)}`);
}
