// starved-loading.mjs CASE: loads the addon while there is something that it needs none of, and again when there is. Says what came of both.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { load } from '../../../dist/binding/load.js';

/** Until the system refuses one more. */
function allDescriptors() {
  const taken = [];
  try {
    for (;;) taken.push(openSync('/dev/null'));
  } catch {
    return () => taken.forEach(closeSync);
  }
}

/** Both halves of V8's young generation are there after a few collections; without memory it would end the process to have them. */
function collectGarbage() {
  for (let i = 0; i < 1e6; i++) process.garbage = { i };
}

/** The soft limit, which can be lifted again. */
function allMemory() {
  collectGarbage();
  const limit = (bytes) => execFileSync('prlimit', ['--pid', String(process.pid), `--as=${bytes}:`]);
  const [, kib] = /VmSize:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
  limit(1024 * kib);
  return () => limit('unlimited');
}

function tell() {
  try {
    console.log(`loaded, ${Object.keys(load()).length > 50}`);
  } catch ({ code, cause }) {
    console.log(`${code}: ${cause.message.replace(/.*stdnet\.node: /, '')}`);
  }
}

process.report.getReport(); // what its first one takes is there
const giveBack = { descriptors: allDescriptors, memory: allMemory }[process.argv[2]]();
tell();
giveBack();
tell();
process.exit();
