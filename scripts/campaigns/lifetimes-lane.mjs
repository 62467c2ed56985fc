/** How lifetimes.mjs does one thing after the other, in its main thread, in its Workers and in processes beside it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { IoError } from 'stdnet';

const DEADLINE_MS = 40_000;

/** What may come of a deed: whatever is an IoError, or says that a socket was closed or a connection had ended. */
export function allowed(error) {
  return IoError.isIoError(error);
}

/** `deeds`: pairs of a name and what to do. Until `over()`. */
export async function lane(random, deeds, over, report) {
  while (!over()) {
    const [name, deed] = random.pick(deeds);
    const late = sleep(DEADLINE_MS, 'late', { ref: false });
    const outcome = await Promise.race([deed(random).catch((error) => error), late]);
    if (outcome === 'late') report.fault(`${name} hangs`);
    else if (outcome instanceof Error && !allowed(outcome)) report.fault(`${name}: ${outcome.stack}`);
    report.done(name);
    if (random.once(4)) globalThis.gc();
  }
}
