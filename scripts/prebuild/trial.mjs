// trial.mjs [NAME...]: what a prebuilt addon is tried with, in a package that has no other: a little of everything, on both sides. Trials
// whose names are given are left out.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { handlers, KvStore, serve, serveUdp, TcpListener, TcpStream, UdpSocket } from 'stdnet';
import { TcpStream as AsyncStream } from 'stdnet/async';

const LIMIT_MS = 30_000;
const local = '127.0.0.1:0';

function exchange(server, request, size = request.length) {
  const stream = TcpStream.connect(server.localAddr());
  stream.setReadTimeout(LIMIT_MS);
  stream.writeAll(request);
  const back = Buffer.alloc(size);
  stream.readExact(back);
  stream.close();
  server.close();
  return back.toString();
}

const trials = {
  'a thread for each connection': () => {
    const server = serve(local, handlers.echo());
    assert.equal(exchange(server, 'hello'), 'hello');
  },
  'a pool, IPv6': () => {
    const server = serve('[::1]:0', handlers.lines(), { threads: { pool: 2 } });
    assert.equal(exchange(server, 'hello\n'), 'HELLO\n');
  },
  'a shared map': () => {
    const store = new KvStore();
    const server = serve(local, handlers.kv(store));
    assert.equal(exchange(server, 'SET k v\n', 3), 'OK\n');
    assert.equal(store.get('k'), 'v');
  },
  datagrams: () => {
    const server = serveUdp(local, handlers.udpEcho());
    const socket = UdpSocket.bind(local);
    socket.setReadTimeout(LIMIT_MS);
    socket.sendTo('hello', server.localAddr());
    const [size] = socket.recvFrom(Buffer.alloc(16));
    assert.equal(size, 5);
    socket.close();
    server.close();
  },
  'a refused connection, and a silence': () => {
    const listener = TcpListener.bind(local);
    const stream = TcpStream.connect(listener.localAddr());
    stream.setReadTimeout(20);
    assert.throws(() => stream.read(Buffer.alloc(1)), { kind: 'WouldBlock' });
    stream.close();
    const gone = listener.localAddr();
    listener.close();
    assert.throws(() => TcpStream.connect(gone), { kind: 'ConnectionRefused' });
  },
  'a function in JavaScript, and the asynchronous client': async () => {
    const server = serve(local, (connection) => connection.on('data', (chunk) => connection.write(chunk)));
    const stream = await AsyncStream.connect(server.localAddr());
    await stream.writeAll('hello');
    const back = Buffer.alloc(5);
    await stream.readExact(back);
    assert.equal(back.toString(), 'hello');
    stream.close();
    server.close();
  },
  'a Worker that is ended in a blocked call': async () => {
    const worker = new Worker(new URL(import.meta.url));
    await once(worker, 'message');
    await worker.terminate();
  },
};

function blockInWorker() {
  const listener = TcpListener.bind(local);
  parentPort.postMessage('about to block');
  listener.accept();
}

async function main() {
  const chosen = Object.entries(trials).filter(([name]) => !process.argv.includes(name));
  for (const [name, trial] of chosen) {
    console.error(name);
    await trial();
  }
  console.log(`${chosen.length} trials in Node ${process.versions.node} for ${process.arch}`);
}

await (isMainThread ? main() : blockInWorker());
