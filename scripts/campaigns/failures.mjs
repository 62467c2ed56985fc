// node scripts/campaigns/failures.mjs [USE…] [--calls CALL,…] [--most N = 8] [--seed SEED --sample N]
//
// Each call of the C library that the addon makes fails at its n-th time, n = 1, 2, 3, … up to N, with each error that it may
// have, once and for ever, in each of failing-uses.mjs. Case R4 of the design: what comes of it is an IoError, an 'error', a 'drop' or
// nothing; no crash, nothing that hangs, no descriptor or thread left; and where there is a server it serves again. `--sample` takes
// so many of all these failures, as the seed has it.
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { faultyLibrary } from '../../test/support/faults.mjs';
import { Random } from '../../test/support/random.mjs';
import { plausible } from './failing-errors.mjs';
import { Subject } from './failing-subject.mjs';
import { uses } from './failing-uses.mjs';
import { finish } from './report.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    calls: { type: 'string', default: Object.keys(plausible).join() },
    most: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    sample: { type: 'string' },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(uses);
const calls = values.calls.split(',');
const random = new Random(Number(values.seed));
const library = faultyLibrary();

/** All failures of one use, in order, as far as its calls go when nothing fails. */
function failuresOf(made) {
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
const table = new Table({
  style: { head: [], border: [] },
  head: ['use', 'failures', 'calls failed', 'IoError', 'drop', 'nothing came of it', 'not reached', 'wrong'],
});
const totals = { failures: 0, failed: 0 };
console.log(`seed ${values.seed}`);

for (const use of names) {
  const subject = new Subject(use, library);
  const first = await subject.start();
  if (first.wrong.length > 0) wrong.push({ use, ...first, made: undefined, failed: undefined });
  const counts = { failures: 0, failed: 0, error: 0, drop: 0, nothing: 0, unreached: 0, wrong: 0 };
  for (const { call, name, failing } of first.made ? failuresOf(first.made) : []) {
    const answer = await subject.tell(failing);
    const failed = answer.failed[call] ?? 0;
    counts.failures++;
    counts.failed += failed;
    if (answer.wrong.length > 0) {
      counts.wrong++;
      const problem = { use, call, name, from: failing.from, once: failing.times === 1, wrong: answer.wrong };
      wrong.push(problem);
      console.log(JSON.stringify(problem));
    } else if (answer.errors.length > 0) counts.error++;
    else if (answer.drops.length > 0) counts.drop++;
    else if (failed > 0) counts.nothing++;
    else counts.unreached++;
  }
  subject.end();
  table.push([use, ...Object.values(counts)]);
  totals.failures += counts.failures;
  totals.failed += counts.failed;
}
library.remove();
console.log(table.toString());
finish(
  { campaign: 'failures', seed: Number(values.seed), uses: names.length, ...totals, wrong },
  wrong.length === 0,
);
