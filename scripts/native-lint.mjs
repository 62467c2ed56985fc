// The C++ through clang 14: native-lint.mjs [--fix | --format]
//   (nothing)  clang-format, then clang-tidy over every file, clang's thread-safety analysis with it, and each test by itself
//   --format   clang-format only, which takes a second
//   --fix      clang-format, in place
import { copyFileSync, readFileSync } from 'node:fs';
import {
  Failed,
  filesBelow,
  inRoot,
  jobs,
  main,
  nodeApiHeaders,
  run,
  runQuietly,
  say,
  works,
} from './run.mjs';

const folder = 'build-clang';

/** Other versions format and warn differently: exactly 14, Debian 12's. */
function tool(name) {
  const exact = `${name}-14`;
  if (!works(exact, ['--version'])) throw new Failed(`${exact} is not installed (apt-get install ${exact})`);
  return exact;
}

function ours(endings) {
  const all = [...filesBelow('native', endings), ...filesBelow('test/native', endings)];
  return all.filter((path) => !path.startsWith('test/native/vendor/'));
}

function format(how) {
  say('clang-format');
  run(tool('clang-format'), [...how, ...ours(['.h', '.cpp'])]);
}

/**
 * Tells clang-tidy how to read each file, which reports what this compile command warns of too: the lock annotations
 * (native/os/mutex.h) are proved there, with -Wthread-safety, and nothing needs to be built.
 */
function configure() {
  run('cmake', [
    ...['-S', '.', '-B', folder, '-DSTDNET_TESTS=ON', nodeApiHeaders(), '--log-level=WARNING'],
    ...[`-DCMAKE_CXX_COMPILER=${tool('clang++')}`, '-DCMAKE_BUILD_TYPE=Debug'],
  ]);
  // It asks what lies above the files that are compiled.
  copyFileSync(inRoot('test/native/.clang-tidy'), inRoot(folder, 'test/native/.clang-tidy'));
}

/** What CMake compiles: the files of each folder as one, since clang-tidy takes longest over the headers that they share. */
function units() {
  const all = JSON.parse(readFileSync(inRoot(folder, 'compile_commands.json'), 'utf8')).map((unit) => ({
    ...unit,
    files: [unit.file, ...filesIn(unit.file)],
  }));
  const seen = new Set(all.flatMap(({ files }) => files));
  const unseen = ours(['.cpp']).filter((path) => !seen.has(inRoot(path)));
  if (unseen.length > 0) throw new Failed(`nothing compiles ${unseen.join(', ')}`);
  return all;
}

function filesIn(unit) {
  return [...readFileSync(unit, 'utf8').matchAll(/^#include "(.*\.cpp)"$/gm)].map(([, path]) => path);
}

/** Each test by itself must include all that it uses; of the library, node-gyp's build shows that. */
function alone({ command, file: unit, files }) {
  const tests = files.filter((path) => path.startsWith(inRoot('test/native/')));
  return tests.map((path) => [path, 'sh', ['-c', `${command.replace(unit, path)} -fsyntax-only`]]);
}

async function tidy() {
  say('clang-tidy, with -Wthread-safety, and each test by itself');
  const command = tool('clang-tidy');
  const all = units();
  const queue = all.map(({ file }) => [file, command, ['-p', folder, '--quiet', file]]);
  queue.push(...all.flatMap(alone));
  const failed = [];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [path, ...check] = next;
      const { ok, output } = await runQuietly(...check);
      if (ok) continue;
      failed.push(path);
      console.log(output);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  if (failed.length > 0) throw new Failed(`refused: ${failed.join(', ')}`);
}

await main(async ([mode]) => {
  if (mode === '--fix') return format(['-i']);
  format(['--dry-run', '-Werror']);
  if (mode === '--format') return;
  configure();
  await tidy();
});
