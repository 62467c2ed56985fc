// Makes the package usable in this clone: installs what is missing, builds what is older than its sources.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, inRoot, isOlder, jobs, main, run, say } from './run.mjs';

/** Whether every package of the lock file is there in its version. Contents, not times: git and npm both touch those. */
function isInstalled() {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const there = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = there[path];
    return found ? found.version === entry.version : entry.optional === true; // another platform's
  });
}

function install() {
  if (isInstalled()) return;
  say('npm ci');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

/** Where this Node keeps its headers. With them there, node-gyp has nothing to download. */
function nodeDir() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
}

function buildAddon() {
  const recipes = ['binding.gyp', 'native/sources.txt', 'package-lock.json'].map((name) => inRoot(name));
  const configured = !isOlder(inRoot('build', 'Makefile'), ...recipes);
  if (configured && !isOlder(inRoot('build/Release/stdnet.node'), inRoot('native'))) return;
  say('building the addon with node-gyp');
  if (!configured) run(bin('node-gyp'), ['configure', '--loglevel=warn', ...nodeDir()]);
  run(bin('node-gyp'), ['build', '--loglevel=warn', `--jobs=${jobs}`]);
}

function buildTypes() {
  const sources = ['lib', 'tsconfig.json', 'tsconfig.build.json'].map((name) => inRoot(name));
  if (!isOlder(inRoot('dist', 'index.js'), ...sources)) return;
  say('compiling lib/ with tsc');
  rmSync(inRoot('dist'), { recursive: true, force: true });
  run(bin('tsc'), ['-p', 'tsconfig.build.json']);
}

export function setup() {
  install();
  buildAddon();
  buildTypes();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(setup);
