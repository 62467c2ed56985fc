import { isWouldBlock, timedOut } from './system_error.js';
import { fairly } from './turns.js';
import { Wait } from './wait.js';

/** How long the kernel gets to make room for a datagram before it is asked again. */
const PAUSE_MS = 1;

/**
 * Sends datagrams as soon as the kernel has room, which it nearly always has. The loop cannot tell when, short of taking the
 * datagram and sending it whatever happens then; so the kernel is asked again.
 *
 * @param send throws WouldBlock while there is no room; the handle that it is made through lives as long as the call waits.
 * @internal
 */
export function sendSoon(
  send: () => number,
  limit: () => number | null,
  signal: AbortSignal | undefined,
): number | Promise<number> {
  try {
    return fairly(send());
  } catch (error) {
    if (!isWouldBlock(error)) throw error;
  }
  let timer: NodeJS.Timeout;
  const wait = new Wait<number>().within(limit(), signal, (why) => {
    clearTimeout(timer);
    if (why === 'abort') wait.failAborted();
    else wait.fail(timedOut('sendto'));
  });
  const again = () => {
    try {
      wait.done(send());
    } catch (error) {
      if (isWouldBlock(error)) timer = setTimeout(again, PAUSE_MS);
      else wait.fail(error);
    }
  };
  timer = setTimeout(again, PAUSE_MS);
  return wait.promise;
}
