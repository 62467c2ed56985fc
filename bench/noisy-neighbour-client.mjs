// Sends one long line after another to 127.0.0.1:PORT, and reads the answers: noisy-neighbour.mjs runs it.
import { connect } from 'node:net';

const [port, megabytes] = process.argv.slice(2).map(Number);
const line = Buffer.from(`${'äöü '.repeat((megabytes * 2 ** 20) / 7)}ä\n`);
const socket = connect(port, '127.0.0.1');
for (;;) {
  socket.write(line);
  console.log('sent');
  let got = 0;
  while (got < line.length) {
    const chunk = socket.read();
    if (chunk === null) await new Promise((resolve) => socket.once('readable', resolve));
    else got += chunk.length;
  }
}
