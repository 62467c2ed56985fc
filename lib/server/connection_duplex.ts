import { Duplex } from 'node:stream';
import { closedError } from '../core/errors.js';
import type { ConnectionControls, PastClose } from './connection_events.js';

type Callback = (error?: Error | null) => void;

/** A Node stream over a connection. @internal */
export function duplexOf(connection: ConnectionControls, past: PastClose | null): Duplex {
  let written: Callback | null = null;
  let closed = false;
  let destroyed: ((error: Error | null) => void) | null = null;

  /** `error`: why what is being written will not be sent. */
  const finishWrite = (error?: Error) => {
    const callback = written;
    written = null;
    callback?.(error);
  };
  const duplex = new Duplex({
    allowHalfOpen: true,
    read: () => {
      connection.resume();
    },
    write: (chunk: Buffer, _encoding, callback) => {
      if (connection.write(chunk)) return callback();
      if (closed) return callback(closedError());
      written = callback;
    },
    final: (callback) => {
      connection.end();
      callback();
    },
    destroy: (error, callback) => {
      if (closed) return callback(error);
      destroyed = () => callback(error);
      connection.destroy();
    },
  });

  connection.on('drain', () => finishWrite());
  connection.on('end', () => duplex.push(null));
  connection.on('error', (error) => duplex.destroy(error));
  const onClose = () => {
    closed = true;
    finishWrite(closedError());
    if (destroyed !== null) destroyed(null);
    else if (!duplex.readableEnded || !duplex.writableFinished) duplex.destroy();
  };
  connection.on('close', onClose);
  connection.pause();
  connection.on('data', (chunk) => {
    if (!duplex.push(chunk)) connection.pause();
  });
  if (past !== null) setImmediate(() => (past.error === null ? onClose() : duplex.destroy(past.error)));
  return duplex;
}
