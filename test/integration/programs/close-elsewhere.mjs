// close-elsewhere.mjs HOW CASE…: a Worker is blocked in a call; the main thread ends it through a handle of its own, which
// has the same descriptor (close, dispose) or another one of the same socket (shutdown through a clone).
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Shutdown, TcpListener, UdpSocket } from 'stdnet';
import { connectedPair } from '../../support/blocked-calls.mjs';
import { descriptorCount, settled } from '../../support/counts.mjs';

const cases = {
  read: { make: connectedPair, type: 'TcpStream', call: 'handle.read(new Uint8Array(8))' },
  readLine: { make: connectedPair, type: 'TcpStream', call: 'new BufReader(handle).readLine()' },
  readToEnd: { make: connectedPair, type: 'TcpStream', call: 'handle.readToEnd().length' },
  write: { make: connectedPair, type: 'TcpStream', call: 'handle.writeAll(Buffer.alloc(64 << 20))' },
  accept: { make: () => [TcpListener.bind('127.0.0.1:0')], type: 'TcpListener', call: 'handle.accept()' },
  recvFrom: {
    make: () => [UdpSocket.bind('127.0.0.1:0')],
    type: 'UdpSocket',
    call: 'handle.recvFrom(new Uint8Array(8))',
  },
};

const program = ({ type, call }) => `
  import { parentPort, workerData } from 'node:worker_threads';
  import { ${type}, BufReader } from 'stdnet';
  const handle = ${type}.fromRawFd(workerData);
  parentPort.postMessage('blocking');
  try {
    parentPort.postMessage('returned ' + ${call});
  } catch (error) {
    parentPort.postMessage('threw ' + error.code);
  }
  handle.close();
  handle.close();`;

async function endOne(how, one) {
  const [handle, ...others] = one.make();
  const fd = how === 'shutdown' ? handle.tryClone().intoRawFd() : handle.asRawFd();
  const worker = new Worker(program(one), { eval: true, workerData: fd });
  const messages = [];
  worker.on('message', (message) => messages.push(message));
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  while (messages.length === 0) await sleep(5);
  await sleep(100);

  const start = performance.now();
  if (how === 'shutdown') handle.shutdown(Shutdown.Both);
  else if (how === 'dispose') handle[Symbol.dispose]();
  else handle.close();
  await ended;
  const ms = performance.now() - start;
  for (const other of [handle, ...others]) other.close();
  return { end: messages[1], ms };
}

const [how, ...names] = process.argv.slice(2);
await endOne('close', cases.read); // what a first Worker opens for good
const before = descriptorCount();
for (const name of names) console.log(JSON.stringify({ name, ...(await endOne(how, cases[name])) }));
console.log(JSON.stringify({ descriptors: [before, await settled(descriptorCount, before)] }));
