// interrupted.mjs SIGNAL CALL…: with a listener, the main thread blocks in one call after the other; each has to be ended by
// a signal from outside, then the listener runs.
import { writeSync } from 'node:fs';
import { blockedCalls } from '../../support/blocked-calls.mjs';

const say = (text) => writeSync(1, `${text}\n`);
const [signal, ...calls] = process.argv.slice(2);
let heard = () => {};
process.on(signal, () => heard());

for (const call of calls) {
  try {
    blockedCalls[call](() => say(`blocking ${call}`));
    say(`returned ${call}`);
  } catch (error) {
    say(`caught ${call} ${error.name} ${error.kind} ${error.code} ${error.syscall}`);
  }
  // The listener runs in the event loop, after the program has unwound.
  const alive = setInterval(() => {}, 1000);
  await new Promise((resolve) => {
    heard = resolve;
  });
  clearInterval(alive);
  say(`heard ${call}`);
}
process.exit(0);
