/** What the campaigns about servers share: their arguments, peers in C, a server in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compile, server } from '../../bench/support.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** `[NUMBER…] [--pool THREADS] [--lenient]`: the numbers, or `defaults` in their place, and what serve() takes as `threads`. */
export function settings(...defaults) {
  const options = { pool: { type: 'string' }, lenient: { type: 'boolean' } };
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const numbers = defaults.map((number, i) => Number(positionals[i] ?? number));
  const threads = values.pool === undefined ? 'per-connection' : { pool: Number(values.pool) };
  return { numbers, threads };
}

/** Compiles one of c/; the executable is removed when this process exits. */
export function peer(name) {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-peer-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  compile(here(`c/${name}.c`), join(folder, name));
  return join(folder, name);
}

/** Runs a peer to its end; what it printed. It must exit 0. */
export async function output(executable, args) {
  const child = spawn(executable, args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more) => (text += more));
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${executable} ended with ${code ?? signal}: ${text}`);
  return text;
}

/** A server in a process of its own (served.mjs): `ask()` resolves to its counters, `end()` ends it. */
export function served(settings) {
  return server(process.execPath, [here('served.mjs'), JSON.stringify(settings)]);
}

// What a process takes, seen from outside: a starved one cannot look at itself.

/** Bytes: of `VmRSS`, or of `VmHWM`, which was its most so far. */
export function memoryOf(pid, field) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)[1]);
}

/** Seconds of processor time. */
export function processorTimeOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100; // ticks, of which there are 100 a second
}

export function descriptorsOf(pid) {
  return readdirSync(`/proc/${pid}/fd`).map(Number);
}
