// The main thread is interrupted in the middle of a line and of an exact read; nothing of either is lost.
import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { BufReader } from 'stdnet';
import { connectedPair } from '../../support/blocked-calls.mjs';

const say = (text) => writeSync(1, `${text}\n`);
let heard = 0;
process.on('SIGINT', () => heard++);

const [near, far] = connectedPair();
const reader = new BufReader(near);

async function interrupted(name, call) {
  say(`blocking ${name}`);
  try {
    say(`returned ${call()}`);
  } catch (error) {
    say(`caught ${name} ${error.kind}`);
  }
  const before = heard;
  while (heard === before) await turn();
}

far.writeAll('half');
await interrupted('readLine', () => reader.readLine());
far.writeAll(' and half\nexa');
say(`line ${reader.readLine()?.trimEnd()}`);

const exact = Buffer.alloc(5);
await interrupted('readExact', () => reader.readExact(exact));
far.writeAll('ct');
reader.readExact(exact);
say(`exact ${exact}`);

await interrupted('lines', () => reader.lines().next());
far.writeAll('last\n');
say(`lines ${reader.lines().next().value}`);
