// vm-break.mjs timeout|sigint: code in a vm blocks and is broken off, as a REPL does at Ctrl-C. The thread lives on, and
// its blocking calls with it.
import { writeSync } from 'node:fs';
import vm from 'node:vm';
import { connectedPair } from '../../support/blocked-calls.mjs';

const say = (text) => writeSync(1, `${text}\n`);
const [near, far] = connectedPair();
globalThis.block = () => {
  say('blocking');
  near.read(new Uint8Array(1));
  say('went on');
};

const options = process.argv[2] === 'sigint' ? { breakOnSigint: true } : { timeout: 300 };
try {
  vm.runInThisContext('block()', options);
  say('returned');
} catch (error) {
  say(`broken off: ${error.code}`);
}

near.setReadTimeout(400); // long enough to look up several times
try {
  say(`read ${near.read(new Uint8Array(1))}`);
} catch (error) {
  say(`threw ${error.kind}`);
}
far.write(Uint8Array.of(1));
say(`read ${near.read(new Uint8Array(1))}`);
try {
  near.setTtl(0);
  say('no error');
} catch (error) {
  say(`threw ${error.kind}`);
}
