/** The native load generator, and the servers that it drives, for benchmarks of a single question. */
import { fileURLToPath } from 'node:url';
import { drive, onLoopback } from '../dist/bench/drive.js';
import { server } from './support.mjs';

const options = {
  ...{ work: 'echo', connections: 16, threads: 2, message: 64, window: 1, messages: 0, pipeline: 1, rate: 0 },
  ...{ warmUpMs: 200, durationMs: 1_000, patienceMs: 60_000, serverPids: [], cores: [], seed: 1 },
};

/** One run against 127.0.0.1:port. */
export function load(port, more) {
  const all = { ...options, ...more };
  return drive(
    onLoopback(port),
    { ...all, threads: Math.min(all.threads, all.connections) },
    AbortSignal.timeout(600_000),
  );
}

/** A server of bench/servers, with what it is to do; for `kv`, how many keys there are at first. */
export function start(name, handler, keys = 0) {
  const programs = {
    threads: ['native.mjs', '{}'],
    pool: ['native.mjs', JSON.stringify({ threads: { pool: 2 } })],
    spin: ['native.mjs', JSON.stringify({ spin: 100 })],
    'pool, spin': ['native.mjs', JSON.stringify({ threads: { pool: 2 }, spin: 100 })],
    node: ['node.mjs'],
  };
  const [file, ...given] = programs[name];
  const path = fileURLToPath(new URL(`servers/${file}`, import.meta.url));
  return server(process.execPath, [path, handler, ...given, String(keys)]);
}
