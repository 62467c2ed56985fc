import { Duplex } from 'node:stream';
import { closedError } from '../core/errors.js';
import type { ConnectionControls, PastClose } from './connection_events.js';

type Callback = (error?: Error | null) => void;
type Destroyed = (error: Error | null) => void;

/** A Node stream over a connection. `endThen` ends its writing side, and calls back when everything is sent. @internal */
export function duplexOf(
  connection: ConnectionControls,
  pastOf: () => PastClose | null,
  endThen: (sent: () => void) => void,
): Duplex {
  let written: Callback | null = null;
  let ended = false;
  let closed = false;
  let destroyed: Destroyed | null = null;

  /** `error`: why what is being written will not be sent. */
  const finishWrite = (error?: Error) => {
    const callback = written;
    written = null;
    callback?.(error);
  };
  const write = (bytes: Uint8Array, callback: Callback) => {
    if (pastOf() !== null) return callback(closedError());
    written = callback;
    if (connection.write(bytes)) finishWrite();
  };
  const duplex = new Duplex({
    allowHalfOpen: true,
    read: () => {
      connection.resume();
      if (!closed && pastOf() !== null) setImmediate(onPastClose); // behind what still waits
    },
    write: (chunk: Buffer, _encoding, callback) => write(chunk, callback),
    writev: (chunks, callback) => write(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback),
    final: (callback) => endThen(callback),
    destroy: (error, callback) => {
      if (pastOf() !== null) return callback(error); // nothing more follows
      destroyed = () => callback(error);
      connection.destroy();
    },
  });

  const onClose = () => {
    closed = true;
    finishWrite(closedError());
    if (destroyed !== null) destroyed(null);
    else if (!ended || !duplex.writableFinished) duplex.destroy(); // else it closes itself, when all is read
  };
  const onPastClose = () => {
    const error = pastOf()?.error ?? null;
    if (!closed && error !== null) duplex.destroy(error);
    else if (!closed) onClose();
  };

  connection.on('drain', () => finishWrite());
  connection.on('end', () => {
    ended = true;
    duplex.push(null);
  });
  connection.on('error', (error) => duplex.destroy(error));
  connection.on('close', onClose);
  connection.pause();
  connection.on('data', (chunk) => {
    if (!duplex.push(chunk)) connection.pause();
  });
  return duplex;
}
