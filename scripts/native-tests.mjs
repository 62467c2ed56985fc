// Builds and runs the doctest programs of test/native, plain or under sanitizers: native-tests.mjs [asan|tsan].
import { fileURLToPath } from 'node:url';
import { Failed, jobs, main, run, say, works } from './run.mjs';

const variants = {
  plain: { folder: 'build-native', sanitize: '', type: 'RelWithDebInfo', flags: '' },
  // -O1: instrumented code takes three times as long to compile at -O2, and its stacks lie more.
  asan: { folder: 'build-asan', sanitize: 'address,undefined', type: 'None', flags: '-O1 -g' },
  tsan: { folder: 'build-tsan', sanitize: 'thread', type: 'None', flags: '-O1 -g' },
};

/** The shadow memory of sanitizers collides with a widely randomised address space: 'unexpected memory mapping'. */
function withoutRandomAddresses(command, args) {
  return works('setarch', ['-R', 'true']) ? ['setarch', ['-R', command, ...args]] : [command, args];
}

export function nativeTests(name = 'plain') {
  const variant = variants[name];
  if (!variant) throw new Failed(`no such variant: ${name} (asan, tsan)`);
  const { folder, sanitize, type, flags } = variant;
  say(`native tests in ${folder}`);
  run('cmake', [
    ...['-S', '.', '-B', folder, '-DSTDNET_TESTS=ON', '--log-level=WARNING'],
    ...[`-DSTDNET_SANITIZE=${sanitize}`, `-DCMAKE_BUILD_TYPE=${type}`, `-DCMAKE_CXX_FLAGS=${flags}`],
  ]);
  run('cmake', ['--build', folder, '-j', String(jobs)]);
  const ctest = ['--test-dir', folder, '--output-on-failure', '--no-tests=error'];
  run(...(sanitize ? withoutRandomAddresses('ctest', ctest) : ['ctest', ctest]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(([name]) => nativeTests(name));
