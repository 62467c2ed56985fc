/** Uses of the benchmark's load generator for failures.mjs, as failing-uses.mjs has them. What it drives is node:net's. */
import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { handlers, serve } from 'stdnet';
import { loadTest } from 'stdnet/bench';
import { native } from '../../dist/binding/index.js';
import { pack } from '../../dist/binding/packed.js';

const LOAD = { connections: 4, threads: 2, warmUpMs: 5, durationMs: 40, patienceMs: 300 };

async function tcpEcho(scope) {
  const server = net.createServer((socket) => socket.on('error', () => {}).pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return scope.keep(server).address().port;
}

async function udpEcho(scope) {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (message, { port, address }) => socket.send(message, port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return scope.keep(socket).address().port;
}

const ownKv = async (scope) => scope.server(serve('127.0.0.1:0', handlers.kv())).localAddr().port;
const ownLines = async (scope) => scope.server(serve('127.0.0.1:0', handlers.lines())).localAddr().port;

const driving = (listen, options) => async (scope) => {
  const target = `127.0.0.1:${await listen(scope)}`;
  // On a busy machine nothing may be answered while so short a clock runs: all is well if it was not refused.
  const drive = async () => (await loadTest(target, { ...LOAD, ...options })).seconds > 0;
  scope.again(drive);
  return drive();
};

/** The event loop to compare with. */
async function eventLoop(scope) {
  const local = pack(Uint8Array.of(127, 0, 0, 1), 0);
  const server = native.eventLoopStart(pack(Uint8Array.of(127, 0, 0, 1), 0), 'echo', local);
  scope.keep({ close: () => native.eventLoopStop(server) });
  return (local[2] << 8) | local[3];
}

export const loadUses = {
  load: driving(tcpEcho, { serverPid: process.pid }),
  'load, alone': driving(tcpEcho, { connections: 1 }),
  'load, renewed': driving(tcpEcho, { messages: 2 }),
  'load, rate': driving(tcpEcho, { rate: 500 }),
  'load, udp': driving(udpEcho, { work: 'udp-echo' }),
  'load, udp, rate': driving(udpEcho, { work: 'udp-echo', rate: 500 }),
  'load, kv': driving(ownKv, { work: 'kv', protocol: 'resp', keys: 4, pipeline: 4 }),
  'load, lines': driving(ownLines, { work: 'lines', pipeline: 4 }),
  'event loop': driving(eventLoop, {}),
  async cores() {
    native.pinProcess(process.pid, native.allowedCores());
  },
};
