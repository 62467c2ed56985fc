// What interruptions.mjs interrupts: a Worker talks to the main thread through every call that moves bytes, and each side
// holds what it gets against what it must get. Prints one line of JSON: how much was right, and how long timeouts took.
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { BufReader, BufWriter, TcpListener, TcpStream, UdpSocket } from 'stdnet';
import { Channel } from '../../test/support/channel.mjs';

const LINES = 100;
const DATAGRAMS = 50;
const BIG = 1_000_000;
const TIMEOUT_MS = 100;
const line = (i) => `${i}:${'x'.repeat((i * 37) % 1500)}\n`;
const big = Buffer.alloc(BIG, 'some bytes that repeat after a prime number of them');

function serve(listener, socket) {
  const [first] = listener.accept();
  const writer = new BufWriter(first, 700);
  for (const text of new BufReader(first, 1000).lines()) {
    writer.writeAll(`${text}\n`);
    writer.flush();
  }
  writer.close();

  const [second] = listener.accept();
  const whole = Buffer.alloc(BIG);
  second.readExact(whole);
  for (let gone = 0; gone < BIG; ) {
    const half = (gone + BIG) >> 1;
    gone += second.writeVectored([whole.subarray(gone, half), whole.subarray(half)]);
  }
  second.close();

  const buf = Buffer.alloc(64);
  for (let i = 0; i < DATAGRAMS; i++) {
    const [n, from] = socket.recvFrom(buf);
    socket.sendTo(buf.subarray(0, n), from);
  }
  const bufs = Array.from({ length: 8 }, () => Buffer.alloc(64));
  for (let got = 0; got < DATAGRAMS; ) got += socket.recvMany(bufs).length;
}

/** How long a read that nothing comes for takes, in milliseconds. */
function timeOut(stream) {
  stream.setReadTimeout(TIMEOUT_MS);
  const start = performance.now();
  try {
    stream.read(Buffer.alloc(1));
  } catch (error) {
    if (error.kind !== 'WouldBlock') throw error;
  }
  return performance.now() - start;
}

function talk({ port, udpPort, results }) {
  const right = { lines: 0, big: 0, datagrams: 0 };
  const first = TcpStream.connect(['127.0.0.1', port]);
  const reader = new BufReader(first);
  for (let i = 0; i < LINES; i++) {
    first.writeAll(line(i));
    if (reader.readLine() === line(i)) right.lines++;
  }
  const waited = timeOut(first);
  first.shutdown('Write');
  if (reader.readLine() !== null) right.lines = -1;
  reader.close();

  const second = TcpStream.connectTimeout(`127.0.0.1:${port}`, 10_000);
  second.writeAll(big);
  const head = Buffer.alloc(1000);
  const n = second.readVectored([head.subarray(0, 10), head.subarray(10)]);
  const whole = Buffer.concat([head.subarray(0, n), second.readToEnd()]);
  if (whole.equals(big)) right.big = whole.length;

  const socket = UdpSocket.bind('127.0.0.1:0');
  socket.connect(['127.0.0.1', udpPort]);
  const buf = Buffer.alloc(64);
  for (let i = 0; i < DATAGRAMS; i++) {
    socket.send(`datagram ${i}`);
    if (buf.toString('latin1', 0, socket.recv(buf)) === `datagram ${i}`) right.datagrams++;
  }
  const to = socket.peerAddr();
  const messages = Array.from({ length: DATAGRAMS }, (_, i) => [`datagram ${i}`, to]);
  const many = UdpSocket.bind('127.0.0.1:0');
  for (let sent = 0; sent < DATAGRAMS; ) sent += many.sendMany(messages.slice(sent));
  new Channel(results).send({ right, waited });
}

if (isMainThread) {
  const listener = TcpListener.bind('127.0.0.1:0');
  const socket = UdpSocket.bind('127.0.0.1:0');
  const results = new Channel();
  const ports = { port: listener.localAddr().port, udpPort: socket.localAddr().port };
  const worker = new Worker(new URL(import.meta.url), { workerData: { ...ports, results: results.memory } });
  // The main thread blocks, and would never hear of it.
  worker.once('error', (error) => console.error(error));
  serve(listener, socket);
  const { right, waited } = results.recv(60_000);
  const exact = right.lines === LINES && right.big === BIG && right.datagrams === DATAGRAMS;
  console.log(JSON.stringify({ exact, right, late: waited - TIMEOUT_MS }));
} else {
  talk(workerData);
}
