// A call is interrupted, and the program has nothing left to do: the listener runs before the process ends.
import { writeSync } from 'node:fs';
import { blockedCalls } from '../../support/blocked-calls.mjs';

const say = (text) => writeSync(1, `${text}\n`);
process.on('SIGINT', () => say('heard'));

try {
  blockedCalls.accept(() => say('blocking'));
} catch (error) {
  say(`caught ${error.kind}`);
}
