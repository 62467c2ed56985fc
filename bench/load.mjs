/** The native load generator and redis-benchmark, and the servers that they drive, for benchmarks of a single question. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { drive, onLoopback } from '../dist/bench/drive.js';
import { SERVERS } from '../dist/bench/server_kinds.js';
import { ServerProcess } from '../dist/bench/server_process.js';
import { median, quartiles, server } from './support.mjs';

const options = {
  ...{ work: 'echo', connections: 16, threads: 2, message: 64, window: 1, messages: 0, pipeline: 1, rate: 0 },
  ...{ protocol: 'line', reads: 0.5, keys: 64, valueSize: 32, zipf: 0 },
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

/** How many requests a second redis-benchmark counts, with 50 connections. `test`: set, get. */
export async function redisBenchmark(port, test, pipeline, count, ...more) {
  const args = ['-p', port, '-t', test, '-n', count, '-P', pipeline, '--csv', ...more].map(String);
  const child = spawn('redis-benchmark', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  await once(child, 'close');
  const rate = /^"\w+","([\d.]+)"/m.exec(said.split('\n').slice(1).join('\n'))?.[1];
  // It counts whole milliseconds, and says "inf" where there was none.
  if (rate === undefined) throw new Error(`redis-benchmark tells no rate of ${count} requests:\n${said}`);
  return Number(rate);
}

/** The generator's reports beside the rates that another tool counted in the same rounds: the ratio, and a row that tells it. */
export function beside(reports, theirs) {
  const rates = reports.map((report) => report.requests / report.seconds);
  const ratios = rates.map((rate, i) => rate / theirs[i]);
  const [low, high] = quartiles(ratios).map((ratio) => ratio.toFixed(2));
  const ratio = median(ratios);
  const busiest = median(reports.map(({ busiestThread }) => busiestThread));
  const row = [
    ...[Math.round(median(rates)), Math.round(median(theirs))],
    ...[`${ratio.toFixed(2)} (${low}-${high})`, `${Math.round(busiest * 100)} %`],
  ];
  return { ratio, row };
}

/** A server of bench/servers, with what it is to do. */
export function start(name, handler) {
  const programs = {
    threads: ['native.mjs', '{}'],
    pool: ['native.mjs', JSON.stringify({ threads: { pool: 2 } })],
    spin: ['native.mjs', JSON.stringify({ spin: 100 })],
    'pool, spin': ['native.mjs', JSON.stringify({ threads: { pool: 2 }, spin: 100 })],
    node: ['node.mjs'],
  };
  const [file, ...given] = programs[name];
  const path = fileURLToPath(new URL(`servers/${file}`, import.meta.url));
  return server(process.execPath, [path, handler, ...given]);
}

/** redis-server, as `start` gives the others. */
export async function redis() {
  const command = await SERVERS.find(({ id }) => id === 'redis').command('kv');
  const process = await ServerProcess.start('redis-server', command, AbortSignal.timeout(600_000));
  return { port: process.port, pid: process.pids[0], end: () => process.stop() };
}
