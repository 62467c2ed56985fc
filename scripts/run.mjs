// What the scripts share. Node's own modules only: they run before `npm ci` has.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const jobs = availableParallelism();

export function inRoot(...parts) {
  return join(root, ...parts);
}

/** The executable of an installed package. */
export function bin(name) {
  return inRoot('node_modules', '.bin', name);
}

/** CMake's setting for where Node-API's headers are, as cmake-js gives it: an installed package brings them. */
export function nodeApiHeaders() {
  return `-DCMAKE_JS_INC=${createRequire(import.meta.url)('node-api-headers').include_dir}`;
}

export function say(text) {
  console.log(`== ${text}`);
}

/** A command that failed: its own output has said why. */
export class Failed extends Error {}

function failure(command, { error, status, signal }) {
  if (error?.code === 'ENOENT') return new Failed(`${command} is not installed (see 'Needs' in README.md)`);
  return new Failed(`${command} failed: ${error?.message ?? signal ?? `exit code ${status}`}`);
}

/** Runs a command, in the repository's root unless told otherwise, its output shown; throws Failed unless it exits 0. */
export function run(command, args, { cwd = root, env = {}, input = 'ignore' } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    stdio: [input, 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (result.error || result.status !== 0) throw failure(command, result);
}

/** Runs a command silently; `output` is what it printed on both streams. */
export function runQuietly(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: `${failure(command, { error }).message}\n` }));
    child.on('close', (status) => resolve({ ok: status === 0, output }));
  });
}

export function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Whether every package of a folder's lock file is there in its version. Contents, not times: git and npm both touch those. */
export function isInstalled(folder) {
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const there = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = there[path];
    return found ? found.version === entry.version : entry.optional === true; // another platform's
  });
}

/** When anything at or below these paths last changed, in ms. Folders count: their time tells of removed files. */
export function newest(...paths) {
  let time = 0;
  for (const path of paths) {
    const stat = statSync(path);
    time = Math.max(time, stat.mtimeMs);
    if (stat.isDirectory())
      time = Math.max(time, newest(...readdirSync(path).map((name) => join(path, name))));
  }
  return time;
}

export function isOlder(target, ...sources) {
  return !existsSync(target) || statSync(target).mtimeMs < newest(...sources);
}

/** Files below a folder, as paths from the root, whose name ends in one of `endings`. */
export function filesBelow(folder, endings) {
  return readdirSync(inRoot(folder), { recursive: true })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(folder, name))
    .sort();
}

/** Runs a script's main function: a failed command ends it with its message and exit code 1, without a stack. */
export async function main(script) {
  try {
    await script(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Failed ? `== ${error.message}` : error);
    process.exitCode = 1;
  }
}
