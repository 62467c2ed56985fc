// bad-server.mjs HOW [PIDFILE]: an echo server that is wrong in that way.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

const [how, pidFile] = process.argv.slice(2);
if (pidFile) writeFileSync(pidFile, String(process.pid));
if (how === 'no-start') {
  console.error('this server has a bad day');
  process.exit(3);
}

/** A byte that is not what was sent, late in the connection. */
const WRONG_AT = 10_000;
const LATE_MS = 40;

const server = createServer({ noDelay: true }, (socket) => {
  let before = 0;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const at = WRONG_AT - before;
    before += chunk.length;
    if (how === 'wrong-byte' && at >= 0 && at < chunk.length) chunk[at] ^= 1;
    if (how === 'dies' && before > WRONG_AT) {
      console.error('out of luck');
      process.exit(9);
    }
    if (how === 'late') setTimeout(() => socket.write(chunk), LATE_MS);
    else if (how === 'closes' && before > WRONG_AT) socket.destroy();
    else if (how !== 'mute' || before < WRONG_AT) socket.write(chunk);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
// Deaf to the end of its input, it has to be killed.
if (how !== 'deaf') process.stdin.on('close', () => process.exit(0)).resume();
