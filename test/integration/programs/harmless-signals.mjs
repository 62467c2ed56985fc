// A child that ends and a window that is resized are no reason to end a blocked call; SIGINT behind them is.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { TcpListener, TcpStream } from 'stdnet';

const listener = TcpListener.bind('127.0.0.1:0');
const stream = TcpStream.connect(listener.localAddr());
stream.setReadTimeout(300); // many looks at what has come

function read() {
  try {
    return stream.read(Buffer.alloc(1));
  } catch (error) {
    return error.kind;
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));
const child = spawn(process.execPath, ['-e', '']);
const state = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1][0];
while (state() !== 'Z') Atomics.wait(pause, 0, 0, 5); // over, and not fetched: SIGCHLD has come
console.log(`child: ${read()}`);

const heard = [];
for (const signal of ['SIGWINCH', 'SIGCONT', 'SIGINT']) process.on(signal, () => heard.push(signal));
process.kill(process.pid, 'SIGWINCH');
process.kill(process.pid, 'SIGCONT');
console.log(`resized: ${read()}`);

process.kill(process.pid, 'SIGINT');
console.log(`interrupted: ${read()}`);

const alive = setInterval(() => {}, 1000); // signal listeners do not keep the loop going
process.on('SIGINT', () => {
  console.log(`heard: ${heard.join(' ')}`);
  clearInterval(alive);
});
