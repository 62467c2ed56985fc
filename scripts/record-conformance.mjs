// Runs the programs of test/conformance/rust and writes what Rust did to test/conformance/records.
// Needs rustc (1.85 or later; the records name the version). The tests themselves do not.
//
//   node scripts/record-conformance.mjs [--check]     --check: write nothing, fail where a record would change
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRust } from '../test/conformance/compile-rust.mjs';

const HERE = join(import.meta.dirname, '..', 'test', 'conformance');
const PROGRAMS = [
  { program: 'errors', record: 'errors' },
  { program: 'addresses', record: 'addresses' },
  { program: 'resolve', record: 'resolve' },
  { program: 'uppercase', record: 'uppercase' },
  { program: 'scenarios', record: 'tcp', args: [join(HERE, 'scenarios', 'tcp.txt')] },
  { program: 'scenarios', record: 'udp', args: [join(HERE, 'scenarios', 'udp.txt')] },
];

const check = process.argv.includes('--check');
const scratch = mkdtempSync(join(tmpdir(), 'stdnet-record-'));
try {
  const built = new Set();
  for (const { program, record, args = [] } of PROGRAMS) {
    const binary = join(scratch, program);
    if (!built.has(program)) compileRust(program, binary);
    built.add(program);
    const output = execFileSync(binary, args, { encoding: 'utf8', maxBuffer: 2 ** 26, timeout: 120_000 });
    settle(join(HERE, 'records', `${record}.jsonl`), output);
  }
  settle(join(HERE, 'records', 'rustc.txt'), execFileSync('rustc', ['--version'], { encoding: 'utf8' }));
} finally {
  rmSync(scratch, { recursive: true });
}

function settle(path, now) {
  if (!check) return writeFileSync(path, now);
  if (readFileSync(path, 'utf8') === now) return;
  console.error(`${path} is not what Rust does here and now`);
  process.exitCode = 1;
}
