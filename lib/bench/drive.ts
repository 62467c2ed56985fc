import { setTimeout as sleep } from 'node:timers/promises';
import { native } from '../binding/index.js';
import type { Packed } from '../binding/native.js';
import type { LoadOptions, LoadReport } from '../binding/native_load.js';
import { pack } from '../binding/packed.js';

const LOOPBACK = Uint8Array.of(127, 0, 0, 1);

/** Where the servers under test are. @internal */
export function onLoopback(port: number): Packed {
  return pack(LOOPBACK, port);
}

/** Often enough to lose little time, seldom enough to cost none. */
const LOOK_MS = 10;

/**
 * One run of the load generator, in native threads of this process.
 *
 * @throws IoError for the first wrong byte, connection that ends or silence that lasts; the signal's reason.
 * @internal
 */
export async function drive(target: Packed, options: LoadOptions, signal: AbortSignal): Promise<LoadReport> {
  signal.throwIfAborted();
  const run = native.loadStart(target, options);
  const cancel = () => native.loadCancel(run);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const report = native.loadOutcome(run);
      if (report !== null) return report;
      await sleep(LOOK_MS);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
