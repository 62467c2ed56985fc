// Programs under Node with an addon that is built with ASan and UBSan, in a copy of the package that has nothing else to load:
//   asan-node.mjs [ARGUMENT…]          vitest's, which runs the tests
//   asan-node.mjs --node ARGUMENT…     node's
// Node itself is not instrumented: what the addon does wrong is seen, to its own memory and to what it was lent. Every report of
// any process is in build-asan-node/reports/, and makes this fail.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { build, runBuilt } from './native-tests.mjs';
import { Failed, inRoot, main, nodeApiHeaders, say } from './run.mjs';
import { buildTypes, install } from './setup.mjs';

const folder = 'build-asan-node';
const copy = inRoot(folder, 'package');
const reports = inRoot(folder, 'reports');

/** What git would take, and what is built from it. */
function copyPackage() {
  rmSync(copy, { recursive: true, force: true });
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: inRoot(),
    encoding: 'utf8',
  });
  const files = list.split('\0').filter((path) => path !== '');
  for (const path of [...files, 'dist']) cpSync(inRoot(path), `${copy}/${path}`, { recursive: true });
  symlinkSync(inRoot('node_modules'), `${copy}/node_modules`);
  mkdirSync(`${copy}/build/Release`, { recursive: true });
  cpSync(inRoot(folder, 'stdnet.node'), `${copy}/build/Release/stdnet.node`);
}

/** Node is not linked with the runtime library, so that it has to be loaded before everything else. */
function environment() {
  const library = execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
  const asan = [
    'detect_leaks=0', // V8 never frees all that it has
    'verify_asan_link_order=0', // tests load libraries before it, whose calls fail or wait
    'quarantine_size_mb=64', // there are many processes
  ];
  return {
    LD_PRELOAD: library,
    ASAN_OPTIONS: [...asan, `log_path=${reports}/asan`].join(':'),
    UBSAN_OPTIONS: `print_stacktrace=1:log_path=${reports}/ubsan`,
  };
}

/**
 * Not here: tests of the repository itself and the one that copies it, for which git knows no copy; a browser, with which the
 * runtime library does not get along; and where the stack ends, which is elsewhere with ASan's frames. One more fails and says
 * nothing: slow-peers with a thread for each connection, by its limit of memory, where ASan takes 115 kB for each thread.
 */
const ELSEWHERE = [
  'test/repo/**',
  'test/docs/handler-page.test.ts',
  'test/integration/end-of-stack.test.ts',
  'test/lib/bench/page_in_browser.test.ts',
];
const VITEST = ['node_modules/vitest/vitest.mjs', 'run', ...ELSEWHERE.flatMap((path) => ['--exclude', path])];

await main((args) => {
  install();
  buildTypes();
  say('building the addon with ASan and UBSan');
  build('asan-node', [], [nodeApiHeaders()]);
  copyPackage();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports);
  const command = args[0] === '--node' ? args.slice(1) : [...VITEST, ...args];
  say(`node ${command.join(' ')}`);
  let failed;
  try {
    runBuilt('asan-node', process.execPath, command, { cwd: copy, env: environment() });
  } catch (error) {
    failed = error;
  }
  const found = readdirSync(reports);
  for (const name of found) console.log(readFileSync(`${reports}/${name}`, 'utf8'));
  if (found.length > 0) throw new Failed(`${found.length} reports in ${folder}/reports`);
  if (failed) throw failed;
});
