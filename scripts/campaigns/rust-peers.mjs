// A Rust client against our servers, and our client against a Rust server, byte-exact: rust-peers.mjs [MEGABYTES].
// Needs rustc; build first (npm run setup).
import { execFileSync, spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { handlers, Shutdown, serve, TcpListener, TcpStream } from 'stdnet';

const CHUNK = 64 * 1024;
const total = Number(process.argv[2] ?? 1024) * 2 ** 20;

const peer = join(mkdtempSync(join(tmpdir(), 'stdnet-')), 'peer');
execFileSync('rustc', ['-O', '-o', peer, fileURLToPath(new URL('rust-peer.rs', import.meta.url))]);

function report(what, bytes, start) {
  const seconds = (performance.now() - start) / 1000;
  console.log(`${what}: ${bytes} bytes exact, ${(bytes / 2 ** 20 / seconds).toFixed(0)} MiB/s each way`);
}

async function rustClient(address) {
  const child = spawn(peer, ['client', address, String(total)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  return Number(line);
}

async function againstNativeServer() {
  const server = serve('127.0.0.1:0', handlers.echo());
  const start = performance.now();
  report('Rust client, native echo server', await rustClient(server.localAddr().toString()), start);
  await server.shutdown();
}

async function againstBlockingWorker() {
  const listener = TcpListener.bind('127.0.0.1:0');
  const address = listener.localAddr().toString();
  const worker = new Worker(new URL('rust-peers-echo.mjs', import.meta.url), {
    workerData: listener.intoRawFd(),
  });
  const start = performance.now();
  report('Rust client, blocking TypeScript server in a Worker', await rustClient(address), start);
  await once(worker, 'exit');
}

async function ourClient() {
  const child = spawn(peer, ['serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [address] = await once(createInterface(child.stdout), 'line');
  const stream = TcpStream.connect(address);
  const pattern = randomFillSync(Buffer.alloc(CHUNK));
  const received = Buffer.alloc(CHUNK);
  const start = performance.now();
  let moved = 0;
  while (moved < total) {
    pattern.writeDoubleLE(moved, (moved / CHUNK) % (CHUNK - 8)); // no two chunks are the same
    stream.writeAll(pattern);
    stream.readExact(received);
    if (!received.equals(pattern)) throw new Error(`a byte differs near ${moved}`);
    moved += CHUNK;
  }
  stream.shutdown(Shutdown.Write);
  if (stream.read(received) !== 0) throw new Error('bytes behind the end');
  stream.close();
  report('our client, Rust echo server', moved, start);
}

await againstNativeServer();
await againstBlockingWorker();
await ourClient();
