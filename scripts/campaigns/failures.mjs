// node scripts/campaigns/failures.mjs [USE…] [--calls CALL,…] [--most N = 8] [--seed SEED --sample N] [--at-once N = 4]
//
// Each call of the C library that the addon makes fails at its n-th time, n = 1, 2, 3, … up to N, with each error that it may
// have, once and for ever, in each of failing-uses.mjs. Case R4 of the design: what comes of it is an IoError, an 'error', a 'drop' or
// nothing; no crash, nothing that hangs, no descriptor or thread left; and where there is a server it serves again. `--sample` takes
// so many of all these failures, as the seed has it. Uses run `--at-once` so many, each in a process of its own: most of the time is waited.
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { faultyLibrary } from '../../test/support/faults.mjs';
import { Random } from '../../test/support/random.mjs';
import { plausible } from './failing-errors.mjs';
import { forEach, Subject } from './failing-subject.mjs';
import { uses } from './failing-uses.mjs';
import { finish } from './report.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    calls: { type: 'string', default: Object.keys(plausible).join() },
    most: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    sample: { type: 'string' },
    'at-once': { type: 'string', default: '4' },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(uses);
const calls = values.calls.split(',');
const library = faultyLibrary();

/** All failures of one use, in order, as far as its calls go when nothing fails. */
function failuresOf(made, random) {
  const all = [];
  for (const call of calls) {
    const last = Math.min(made[call], Number(values.most));
    for (let from = 1; from <= last; from++) {
      for (const { name, error, lasts } of plausible[call]) {
        all.push({ call, name, failing: { names: [call], error, from, times: 1 } });
        if (lasts) all.push({ call, name, failing: { names: [call], error, from } });
      }
    }
  }
  if (values.sample === undefined) return all;
  return Array.from(
    { length: Math.min(all.length, Number(values.sample)) },
    () => all.splice(random.below(all.length), 1)[0],
  );
}

const wrong = [];
const counted = [];
console.log(`seed ${values.seed}`);

function note(problem) {
  wrong.push(problem);
  console.log(JSON.stringify(problem));
}

/** What it came to, in the order of the table's head. */
function outcomeOf({ errors, drops }, failed) {
  if (errors.length > 0) return 'error';
  if (drops.length > 0) return 'drop';
  return failed > 0 ? 'nothing' : 'unreached';
}

async function tryUse(use, at) {
  const subject = new Subject(use, library);
  const counts = { failures: 0, failed: 0, error: 0, drop: 0, nothing: 0, unreached: 0, wrong: 0 };
  counted[at] = counts;
  const first = await subject.start();
  if (first.wrong.length > 0) note({ use, wrong: first.wrong });
  const random = new Random(Number(values.seed) + at);
  for (const { call, name, failing } of first.made ? failuresOf(first.made, random) : []) {
    const answer = await subject.tell(failing);
    const failed = answer.failed[call] ?? 0;
    counts.failures++;
    counts.failed += failed;
    if (answer.wrong.length === 0) counts[outcomeOf(answer, failed)]++;
    else {
      counts.wrong++;
      note({ use, call, name, from: failing.from, once: failing.times === 1, wrong: answer.wrong });
    }
  }
  subject.end();
}

await forEach(names, Number(values['at-once']), tryUse);
library.remove();

const table = new Table({
  style: { head: [], border: [] },
  head: ['use', 'failures', 'calls failed', 'IoError', 'drop', 'nothing came of it', 'not reached', 'wrong'],
});
for (const [at, use] of names.entries()) table.push([use, ...Object.values(counted[at])]);
console.log(table.toString());
const total = (name) => counted.reduce((sum, counts) => sum + counts[name], 0);
const totals = { failures: total('failures'), failed: total('failed') };
finish(
  { campaign: 'failures', seed: Number(values.seed), uses: names.length, ...totals, wrong },
  wrong.length === 0,
);
