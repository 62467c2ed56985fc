// Workers that are ended while calls of the asynchronous API wait in them: they leave nothing behind.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { TcpListener, TcpStream, UdpSocket } from '../../../dist/async/index.js';
import { settled, socketCount } from '../../support/counts.mjs';

const ROUNDS = 10;

async function main() {
  const before = socketCount();
  let [most, slowest] = [0, 0];
  for (let i = 0; i < ROUNDS; i++) {
    const worker = new Worker(new URL(import.meta.url));
    await once(worker, 'message');
    most = Math.max(most, socketCount() - before);
    const start = performance.now();
    await worker.terminate();
    slowest = Math.max(slowest, performance.now() - start);
  }
  const left = (await settled(socketCount, before)) - before;
  console.log(JSON.stringify({ most, left, prompt: slowest < 1_000 }));
}

async function wait() {
  const listener = await TcpListener.bind('127.0.0.1:0');
  const client = await TcpStream.connect(listener.localAddr());
  const [server] = await listener.accept();
  const socket = await UdpSocket.bind('127.0.0.1:0');
  const calls = [
    listener.accept(),
    server.read(Buffer.alloc(1)),
    socket.recv(Buffer.alloc(1)),
    client.writeAll(Buffer.alloc(64 * 1024 * 1024)),
  ];
  setImmediate(() => parentPort.postMessage('waiting'));
  await Promise.all(calls);
}

await (isMainThread ? main() : wait());
