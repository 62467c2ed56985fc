// Makes the package usable in this clone: installs what is missing, builds what is older than its sources.
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, inRoot, isInstalled, isOlder, jobs, main, root, run, say } from './run.mjs';

export function install() {
  if (isInstalled(root)) return;
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

export function buildTypes() {
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
