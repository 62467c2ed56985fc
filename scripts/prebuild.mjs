// Makes the addons that the package ships: prebuild.mjs [TARGET...] [--test], all targets unless told otherwise. Each is compiled by
// Clang with libc++ (docs/decisions/0017-prebuilt-addons.md), held against what it must be, and tried where it can be: in Node, in
// an emulated one, or by its C library's linker. --test also runs the native tests, as the same compiler and libraries make them.
//
// Needs a linux-x64 host; on Debian: apt-get install cmake binutils musl qemu-user-static gcc-aarch64-linux-gnu libstdc++6-arm64-cross
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { check } from './prebuild/check.mjs';
import { targets } from './prebuild/targets.mjs';
import { Failed, inRoot, isInstalled, jobs, main, nodeApiHeaders, run, say } from './run.mjs';
import { buildTypes, install } from './setup.mjs';

const tools = inRoot('scripts/prebuild');

/** --force: the Node to try an addon in is another processor's. */
function installTools() {
  install();
  if (!isInstalled(tools)) run('npm', ['ci', '--force', '--no-audit', '--no-fund', '--prefix', tools]);
}

/** Configures and builds; the folder. Link-time optimization takes half a minute for the addon, and there are twenty programs of tests. */
function build(target, { tests }) {
  const folder = inRoot('build-prebuild', tests ? `${target}-tests` : target);
  const settings = tests ? ['-DSTDNET_TESTS=ON', '-DSTDNET_OPTIMIZE=-Os'] : [nodeApiHeaders()];
  run('cmake', ['--preset', target, '-B', folder, '--log-level=WARNING', ...settings]);
  run('cmake', ['--build', folder, '-j', String(jobs)]);
  return folder;
}

function prebuild(target, { test }) {
  say(`${target}: building`);
  const addon = `${build(target, { tests: false })}/stdnet.node`;
  check(addon, targets[target]);
  say(`${target}: ${statSync(addon).size} bytes, as it must be`);
  targets[target].tryOut(addon, target);
  if (test) runTests(target);
  const place = inRoot('prebuilds', target);
  mkdirSync(place, { recursive: true });
  copyFileSync(addon, `${place}/stdnet.node`);
}

function runTests(target) {
  say(`${target}: native tests`);
  run('ctest', ['--test-dir', build(target, { tests: true }), '--output-on-failure', '--no-tests=error']);
}

await main((args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { test: { type: 'boolean', default: false } },
  });
  const wanted = positionals.length > 0 ? positionals : Object.keys(targets);
  const unknown = wanted.filter((target) => !Object.hasOwn(targets, target));
  if (unknown.length > 0) throw new Failed(`no target is called ${unknown.join(', ')}`);
  installTools();
  buildTypes();
  for (const target of wanted) prebuild(target, values);
});
