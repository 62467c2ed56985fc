// A metrics port that never stalls the application, and that a busy application never stalls: statsd's protocol over UDP.
//   printf 'orders:1|c\nqueue:17|g' | nc -u -w0 127.0.0.1 8125        printf 'GET orders\n' | nc -N 127.0.0.1 8126
//
// With node:dgram every datagram is a callback on the thread that serves the users, and while that thread computes, the socket's
// buffer overflows. Here a Worker blocks in recvmmsg(2), what it counts is native memory for all threads, and native threads tell it.
import { isMainThread, workerData } from 'node:worker_threads';
import { ErrorKind, handlers, IoError, KvStore, type SharedKvStore, serve, UdpSocket } from 'stdnet';
import { println } from '../guide/support/println.js';
import { spawn } from '../guide/support/thread.js';

const METRIC = /^([\w.-]{1,128}):(-?\d{1,15}(?:\.\d{1,6})?)\|([cg])$/; // a counter, or a gauge
const MAX_DATAGRAM = 1432; // what statsd's clients keep to; of a longer one the rest is cut off

function main(): void {
  const [udp = '127.0.0.1:8125', tcp = '127.0.0.1:8126'] = process.argv.slice(2);
  const metrics = new KvStore({ maxBytes: 16 * 1024 * 1024 }); // whoever sends chooses the names: there is a limit
  const socket = UdpSocket.bind(udp);
  const limits = { maxConnections: 16, idleTimeout: 60_000, lineTimeout: 5_000, writeTimeout: 5_000 };
  const readers = serve(tcp, handlers.kv(metrics), limits);
  println(`metrics on ${socket.localAddr()}, to be read on ${readers.localAddr()}`);
  const worker = spawn(import.meta.url, { fd: socket.intoRawFd(), metrics: metrics.share() });

  // Here the application goes on; it may read the store too.
  process.once('SIGTERM', async () => {
    await worker.terminate(); // ends the blocked receive, and closes the socket
    await readers.shutdown({ drain: 1_000 });
    println(`${metrics.size} metrics`);
  });
}

function ingest({ fd, metrics }: { fd: number; metrics: SharedKvStore }): void {
  const socket = UdpSocket.fromRawFd(fd);
  const store = KvStore.from(metrics);
  const totals = new Map<string, number>();
  const bufs = Array.from({ length: 64 }, () => Buffer.alloc(MAX_DATAGRAM));
  for (;;) {
    for (const [i, [size]] of socket.recvMany(bufs).entries()) {
      const lines = bufs[i]!.toString('latin1', 0, size).trimEnd().split('\n');
      for (const line of lines) record(line, store, totals);
    }
  }
}

function record(line: string, store: KvStore, totals: Map<string, number>): void {
  const [, name = 'malformed', value = 1, type = 'c'] = METRIC.exec(line) ?? [];
  const total = type === 'c' ? (totals.get(name) ?? 0) + Number(value) : Number(value);
  try {
    store.set(name, String(total));
    totals.set(name, total);
  } catch (error) {
    // Full: a name too many. Those that are there go on counting.
    if (!IoError.isIoError(error) || error.kind !== ErrorKind.StorageFull) throw error;
  }
}

if (isMainThread) main();
else ingest(workerData);
