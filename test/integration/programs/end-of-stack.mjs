// Blocked calls made at the end of JS's stack, where nothing of JS can be called any more; then one with room again.
import { TcpListener, TcpStream } from 'stdnet';

const listener = TcpListener.bind('127.0.0.1:0');
const stream = TcpStream.connect(listener.localAddr());
stream.setReadTimeout(60); // longer than a blocked call goes without a look at its thread
const byte = Buffer.alloc(1);
const outcomes = new Set();
let calls = 0;

function read() {
  let outcome;
  try {
    outcome = String(stream.read(byte));
  } catch (error) {
    outcome = error.kind ?? error.constructor.name;
  }
  outcomes.add(outcome);
}

function deep() {
  try {
    deep();
  } catch (error) {
    // On the way up: first there is not even room for the call, then for less and less that it needs.
    if (calls < 40) {
      read();
      calls++;
    }
    throw error;
  }
}

try {
  deep();
} catch {
  console.log(`at the end: ${[...outcomes].sort().join(' ')}`);
}
outcomes.clear();
read();
console.log(`after: ${[...outcomes].join(' ')}`);
