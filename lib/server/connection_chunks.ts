import type { ConnectionControls, PastClose } from './connection_events.js';

/** What may wait between two steps of a loop; then the connection is paused. */
const MOST_WAITING = 64 * 1024;

/** The bytes of a connection, pulled. @internal */
export async function* chunksOf(
  connection: ConnectionControls,
  pastOf: () => PastClose | null,
): AsyncGenerator<Buffer, undefined> {
  const past = pastOf(); // when the loop begins, which may be later than when it was made
  const waiting: Buffer[] = [];
  let bytes = 0;
  let over = false;
  let ended = false;
  let whole = false;
  let failure = past?.error ?? null;
  let wake = () => {};

  const onData = (chunk: Buffer) => {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_WAITING) connection.pause();
    wake();
  };
  const onEnd = () => {
    ended = over = true;
    wake();
  };
  const onError = (error: Error) => {
    failure = error;
  };
  const onClose = () => {
    over = true;
    wake();
  };
  if (past !== null) setImmediate(onClose); // behind what still waits
  connection.on('end', onEnd).on('error', onError).on('close', onClose).on('data', onData);
  try {
    for (;;) {
      for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
        bytes -= chunk.length;
        yield chunk;
      }
      if (failure !== null) throw failure;
      if (over) {
        whole = ended;
        return undefined;
      }
      connection.resume();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    connection.off('end', onEnd).off('error', onError).off('close', onClose).off('data', onData);
    if (!whole) connection.destroy();
  }
}
