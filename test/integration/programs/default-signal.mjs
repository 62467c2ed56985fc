// default-signal.mjs WHERE CALL: blocked in the main thread or in a Worker, with no listener for any signal.
import { writeSync } from 'node:fs';
import { blockedCalls } from '../../support/blocked-calls.mjs';
import { startBlocked } from '../../support/blocked-workers.mjs';

const [where, call] = process.argv.slice(2);
if (where === 'worker') {
  await startBlocked([call]);
  writeSync(1, 'blocking\n');
} else {
  blockedCalls[call](() => writeSync(1, 'blocking\n'));
}
