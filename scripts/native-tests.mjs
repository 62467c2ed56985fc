// Builds and runs the doctest programs of test/native, plain or under sanitizers: native-tests.mjs [native|asan|tsan|ubsan], the
// names of the presets in CMakePresets.json.
import { fileURLToPath } from 'node:url';
import { jobs, main, run, say, works } from './run.mjs';

/** The shadow memory of sanitizers collides with a widely randomised address space: 'unexpected memory mapping'. */
function withoutRandomAddresses(command, args) {
  return works('setarch', ['-R', 'true']) ? ['setarch', ['-R', command, ...args]] : [command, args];
}

/** All of a preset, or these targets of it. */
export function build(preset, targets = [], settings = []) {
  run('cmake', ['--preset', preset, '--log-level=WARNING', ...settings]);
  const some = targets.length > 0 ? ['--target', ...targets] : [];
  run('cmake', ['--build', '--preset', preset, '-j', String(jobs), ...some]);
}

/** Runs what a preset has built, or what runs that. */
export function runBuilt(preset, command, args, options) {
  const plain = preset === 'native';
  run(...(plain ? [command, args] : withoutRandomAddresses(command, args)), options);
}

export function nativeTests(preset = 'native') {
  say(`native tests, preset ${preset}`);
  build(preset);
  runBuilt(preset, 'ctest', ['--preset', preset]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(([preset]) => nativeTests(preset));
