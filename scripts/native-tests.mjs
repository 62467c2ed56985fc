// Builds and runs the doctest programs of test/native, plain or under sanitizers: native-tests.mjs [native|asan|tsan], the
// names of the presets in CMakePresets.json.
import { fileURLToPath } from 'node:url';
import { jobs, main, run, say, works } from './run.mjs';

/** The shadow memory of sanitizers collides with a widely randomised address space: 'unexpected memory mapping'. */
function withoutRandomAddresses(command, args) {
  return works('setarch', ['-R', 'true']) ? ['setarch', ['-R', command, ...args]] : [command, args];
}

export function nativeTests(preset = 'native') {
  say(`native tests, preset ${preset}`);
  run('cmake', ['--preset', preset, '--log-level=WARNING']);
  run('cmake', ['--build', '--preset', preset, '-j', String(jobs)]);
  const ctest = ['--preset', preset];
  run(...(preset === 'native' ? ['ctest', ctest] : withoutRandomAddresses('ctest', ctest)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(([preset]) => nativeTests(preset));
