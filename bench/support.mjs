/** What the benchmarks share: statistics, C programs, processes on one core, tables. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The middle half of the values: what a median is worth. */
export function quartiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q) => sorted[Math.round(q * (sorted.length - 1))];
  return [at(0.25), at(0.75)];
}

/**
 * Measures each of `candidates` once a round, in turn, every second round backwards, so that what the machine does
 * meanwhile falls on all of them. Resolves to one list of results for each.
 */
export async function interleaved(candidates, rounds) {
  const names = Object.keys(candidates);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      results[name].push(await candidates[name]());
    }
  }
  return results;
}

/** A program of one C file. */
export function compile(source, target) {
  const args = ['-O2', '-Wall', '-Wextra', '-pthread', '-o', target, source];
  const { status, error } = spawnSync(process.env.CC ?? 'cc', args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`cannot compile ${source}: ${error?.message ?? `exit code ${status}`}`);
}

/** Compiles programs of bench/c/ into a folder that `remove()` removes; `path(name)` is the executable. */
export function compiled(...names) {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-bench-'));
  const path = (name) => join(folder, name);
  for (const name of names) compile(here(`c/${name}.c`), path(name));
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}

/** A command that runs on one core: taskset's, so that all its threads inherit it. */
export function onCore(core, command, args) {
  return ['taskset', ['-c', String(core), command, ...args]];
}

/** The last core that this process may use: the first ones get the interrupts. */
export function lastCore() {
  const { stdout } = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
  const core = /(\d+)\s*$/.exec(stdout ?? '')?.[1];
  if (core === undefined) throw new Error('needs taskset (util-linux)');
  return Number(core);
}

/** Runs a program that prints one number, and exits 0. */
export async function numberFrom(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  const number = Number(output);
  if (code !== 0 || output.trim() === '' || Number.isNaN(number)) {
    throw new Error(`${command} ${args.join(' ')}: exit code ${code}, output ${JSON.stringify(output)}`);
  }
  return number;
}

/**
 * A server that prints its port (`N`, or `port N`), and ends with its stdin: `end()`, or when this process is gone. `ask()` sends it a line and
 * resolves to the JSON that it answers with.
 */
export async function server(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value: port } = await lines.next();
  return {
    ...{ port: Number(port.replace('port ', '')), pid: child.pid },
    async ask() {
      child.stdin.write('\n');
      return JSON.parse((await lines.next()).value);
    },
    async end() {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}

/** Linux only, as is all of /proc. */
export function threadsOf(pid) {
  return readdirSync(`/proc/${pid}/task`).length;
}

export function printTable(head, rows) {
  const colAligns = head.map((_, i) => (i === 0 ? 'left' : 'right'));
  const table = new Table({ head, colAligns, style: { head: [], border: [] } });
  table.push(...rows);
  console.log(table.toString());
}
