// node scripts/campaigns/short-calls.mjs [USE…]
//
// Streams that move 1, 3 or 7 bytes at once, and calls that are interrupted every third time, in each of failing-uses.mjs. Case R3 of the
// design: all is as if nothing had happened: every byte comes, no IoError, no 'drop'.
import Table from 'cli-table3';
import { faultyLibrary } from '../../test/support/faults.mjs';
import { forEach, Subject } from './failing-subject.mjs';
import { uses } from './failing-uses.mjs';
import { finish } from './report.mjs';

const EINTR = 4;
const AT_ONCE = 4;
/** Not those that wait: each asks before it sleeps whether a signal is pending, so every third of all may be every one of its own. */
const moving = [
  'accept4',
  'recv',
  'recvfrom',
  'recvmsg',
  'recvmmsg',
  'send',
  'sendto',
  'sendmsg',
  'sendmmsg',
];
const interrupted = { names: moving, error: EINTR, every: 3 };
const cases = {
  '1 byte': { most: 1 },
  '3 bytes': { most: 3 },
  '7 bytes': { most: 7 },
  EINTR: interrupted,
  'EINTR, 3 bytes': { ...interrupted, most: 3 },
};
/**
 * These wait for edges: what a recv leaves behind it leaves for ever, unless it filled its buffer. Linux returns less only where nothing is left
 * (epoll(7)), or before urgent data, after which they ask until nothing is left: a call that is cut short here shows nothing that could happen.
 */
const waitForEdges = ['echo, pool', 'lines, pool', 'function, pool', 'workers, onData'];
const casesOf = (use) =>
  Object.entries(cases).filter(([, { most }]) => most === undefined || !waitForEdges.includes(use));

/** What these are for is an error. */
const failingUses = ['timeouts', 'drain', 'drain, pool', 'drain, function'];
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(uses);
const library = faultyLibrary();
const table = new Table({
  style: { head: [], border: [] },
  head: ['use', 'shortened', 'interrupted', 'wrong'],
});
const totals = { shortened: 0, interrupted: 0 };
const wrong = [];
const rows = [];

function problemsOf(use, { wrong: found, errors, drops, complete }) {
  if (failingUses.includes(use)) return found;
  return [...found, ...errors, ...drops, ...(complete ? [] : ['not all bytes came'])];
}

async function tryUse(use, at) {
  const subject = new Subject(use, library);
  await subject.start();
  const counts = { shortened: 0, interrupted: 0, wrong: 0 };
  for (const [name, failing] of casesOf(use)) {
    const answer = await subject.tell(failing);
    counts.shortened += answer.shortened ?? 0;
    counts.interrupted += Object.values(answer.failed).reduce((sum, count) => sum + count, 0);
    const problems = problemsOf(use, answer);
    if (problems.length === 0) continue;
    counts.wrong++;
    wrong.push({ use, name, problems });
    console.log(JSON.stringify(wrong.at(-1)));
  }
  subject.end();
  rows[at] = [use, ...Object.values(counts)];
  totals.shortened += counts.shortened;
  totals.interrupted += counts.interrupted;
}

await forEach(names, AT_ONCE, tryUse);
table.push(...rows);
library.remove();
console.log(table.toString());
finish({ campaign: 'short-calls', uses: names.length, ...totals, wrong }, wrong.length === 0);
