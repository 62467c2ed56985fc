// node bench/boundary.mjs [ROUNDS = 9] [COUNT = 100000]
//
// What crossing from JavaScript to the addon costs, in nanoseconds a call: medians of interleaved rounds, all in one thread.
// A plain function over a descriptor beside the method that users call, and the same system calls in C. The read into an
// empty buffer makes no system call: it is the crossing alone.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { TcpListener, TcpStream, UdpSocket } from 'stdnet';
import { compiled, interleaved, median, printTable, quartiles } from './support.mjs';

const [rounds = 9, count = 100_000] = process.argv.slice(2).map(Number);
const native = { ...createRequire(import.meta.url)('../build/Release/stdnet.node') };
const programs = compiled('calls');

const listener = TcpListener.bind('127.0.0.1:0');
const near = TcpStream.connect(listener.localAddr());
const [far] = listener.accept();
near.setNodelay(true);
const socket = UdpSocket.bind('127.0.0.1:0');
const own = socket.localAddr();
const fds = { near: near.asRawFd(), far: far.asRawFd() };
const NODELAY = 0;
const buf = Buffer.alloc(64);
const none = Buffer.alloc(0);
const packed = new Uint8Array(28);

let sink; // what is computed is used
const nothing = () => 0;
const calls = {
  'a JavaScript function': () => nothing(),
  'a read into an empty buffer: function': () => native.recv(fds.near, none),
  'a read into an empty buffer: method': () => near.read(none),
  'getsockopt: function': () => native.getOption(fds.near, NODELAY),
  'getsockopt: method': () => near.nodelay(),
  'send + recv of 64 B: functions': () => {
    native.send(fds.near, buf);
    return native.recv(fds.far, buf);
  },
  'send + recv of 64 B: methods': () => {
    near.write(buf);
    return far.read(buf);
  },
  'send + recv of 64 B: writeAll and readExact': () => {
    near.writeAll(buf);
    far.readExact(buf);
  },
  'getsockname: function': () => native.localAddr(fds.near, packed),
  'getsockname: method, a SocketAddr': () => near.localAddr(),
  'getsockname: method, and its port': () => near.localAddr().port,
  'getsockname: method, and its text': () => String(near.localAddr()),
  'sendTo + recvFrom of 64 B: methods': () => {
    socket.sendTo(buf, own);
    return socket.recvFrom(buf);
  },
};

function time(call) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) sink = call();
  return Number(process.hrtime.bigint() - start) / count;
}

/** C's two figures are measured together, once a round. */
function timeC() {
  const { stdout, status } = spawnSync(programs.path('calls'), [String(count)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`calls: exit code ${status}`);
  return JSON.parse(stdout);
}

for (const call of Object.values(calls)) time(call);
const candidates = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, () => time(call)]));
const { C, ...results } = await interleaved({ ...candidates, C: timeC }, rounds);
results['getsockopt: C'] = C.map(({ option }) => option);
results['send + recv of 64 B: C'] = C.map(({ pair }) => pair);
programs.remove();
void sink;

const show = (ns) => ns.toFixed(ns < 100 ? 1 : 0);
printTable(
  ['call', 'ns', 'middle half'],
  Object.entries(results).map(([name, times]) => [
    name,
    show(median(times)),
    quartiles(times).map(show).join(' - '),
  ]),
);
const medians = Object.fromEntries(
  Object.entries(results).map(([name, times]) => [name, Number(show(median(times)))]),
);
console.log(JSON.stringify({ benchmark: 'boundary', rounds, count, ns: medians }));
