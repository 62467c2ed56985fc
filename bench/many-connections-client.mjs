// Opens COUNT connections to 127.0.0.1:PORT when its stdin says so, and keeps them: many-connections.mjs runs it.
import { once } from 'node:events';
import { connect } from 'node:net';

const [port, count] = process.argv.slice(2).map(Number);
const AT_ONCE = 200;

async function answered() {
  const socket = connect(port, '127.0.0.1');
  const refused = once(socket, 'close').then(() => Promise.reject(new Error('closed without an answer')));
  socket.write('x');
  await Promise.race([once(socket, 'data'), refused]);
  refused.catch(() => {}); // the server may end first
}

console.log('ready');
await once(process.stdin, 'data');
let opened = 0;
const worker = async () => {
  while (opened++ < count) await answered();
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));
console.log('answered');
process.stdin.on('end', () => process.exit());
