// Timeouts of 700 ms in a Worker whose thread gets one signal after the other: each call ends when its time is over.
import { readlinkSync, writeSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';
import { TcpStream, UdpSocket } from 'stdnet';
import { connectedPair, fullListener } from '../../support/blocked-calls.mjs';

const TIMEOUT = 700;
const say = (text) => writeSync(1, `${text}\n`);

function timed(name, call) {
  const start = performance.now();
  let end = 'returned';
  try {
    call();
  } catch (error) {
    end = error.kind;
  }
  say(JSON.stringify({ name, end, ms: performance.now() - start }));
}

if (isMainThread) {
  process.on('SIGUSR2', () => {});
  new Worker(new URL(import.meta.url)).on('exit', () => process.exit(0));
} else {
  const [near, far] = connectedPair();
  near.setReadTimeout(TIMEOUT);
  near.setWriteTimeout(TIMEOUT);
  const socket = UdpSocket.bind('127.0.0.1:0');
  socket.setReadTimeout(TIMEOUT);
  const { listener, streams } = fullListener();

  say(`thread ${readlinkSync('/proc/thread-self').split('/').pop()}`);
  timed('read', () => near.read(new Uint8Array(8)));
  timed('readExact', () => near.readExact(new Uint8Array(8)));
  timed('recvFrom', () => socket.recvFrom(new Uint8Array(8)));
  timed('write', () => near.writeAll(Buffer.alloc(64 * 1024 * 1024)));
  timed('connectTimeout', () => TcpStream.connectTimeout(listener.localAddr(), TIMEOUT));
  for (const one of [far, ...streams]) one.close();
}
