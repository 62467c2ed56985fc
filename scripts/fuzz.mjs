// Fuzzes the parsers with libFuzzer, under ASan and UBSan (test/native/fuzz): fuzz.mjs [TARGET|all] [SECONDS = 60] [SEED].
// Needs clang 14 with its runtime libraries. What is found stays in build-fuzz/found/, and what was learnt in build-fuzz/learnt/;
//   fuzz.mjs --keep [TARGET|all]
// adds to the inputs that tests replay (test/native/fuzz/corpus/) those of them that reach something new.
import { existsSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { Failed, filesBelow, inRoot, jobs, main, run, say, works } from './run.mjs';

const folder = 'test/native/fuzz';
const ENDING = '_fuzz.cpp';
/** What one input may take: seconds and memory. No parser needs either. */
const BOUNDS = ['-timeout=10', '-rss_limit_mb=1024', '-malloc_limit_mb=128'];
/** Longer inputs say nothing that these do not. */
const LONGEST = 1024;

function targets(name = 'all') {
  const all = filesBelow(folder, [ENDING]).map((path) => basename(path, ENDING));
  if (name === 'all') return all;
  if (!all.includes(name)) throw new Failed(`no target is called ${name}; there are ${all.join(', ')}`);
  return [name];
}

/** A folder that exists. */
function place(...parts) {
  const path = inRoot(...parts);
  mkdirSync(path, { recursive: true });
  return path;
}

function program(target) {
  return inRoot('build-fuzz', folder, `fuzz_${target}`);
}

function build() {
  if (!works('clang++-14', ['--version'])) throw new Failed('clang++-14 is not installed');
  run('cmake', ['--preset', 'fuzz', '--log-level=WARNING']);
  run('cmake', ['--build', '--preset', 'fuzz', '-j', String(jobs)]);
}

function fuzz(target, seconds, seed) {
  say(`${target}: ${seconds} s, seed ${seed}`);
  const [learnt, found] = [place('build-fuzz', 'learnt', target), place('build-fuzz', 'found', target)];
  run(program(target), [
    ...[`-max_total_time=${seconds}`, `-seed=${seed}`, `-max_len=${LONGEST}`, '-print_final_stats=1'],
    ...[...BOUNDS, `-artifact_prefix=${found}/`, learnt, place(folder, 'corpus', target)],
  ]);
}

function keep(target) {
  const learnt = inRoot('build-fuzz', 'learnt', target);
  if (!existsSync(learnt)) throw new Failed(`${target} has not been fuzzed here`);
  // As few as reach every edge; how often they do is no reason to keep one.
  const fewest = ['-set_cover_merge=1', '-use_counters=0', ...BOUNDS];
  run(program(target), [...fewest, place(folder, 'corpus', target), learnt]);
}

await main(([first, ...rest]) => {
  if (first === '--keep') return targets(rest[0]).forEach(keep);
  const [seconds = '60', seed = String(Date.now() % 2 ** 31)] = rest;
  const chosen = targets(first);
  build();
  for (const target of chosen) fuzz(target, seconds, seed);
});
