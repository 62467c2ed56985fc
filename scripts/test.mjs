// npm test: sets everything up, then runs the native tests and vitest. Arguments go to vitest, which then runs alone.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { nativeTests } from './native-tests.mjs';
import { bin, Failed, inRoot, main, run, say } from './run.mjs';
import { setup } from './setup.mjs';

const report = inRoot('build', 'vitest.json');

/** Runs a part of the tests; a failure is kept for the end, so that the other part is still seen. */
function attempt(part, failures) {
  try {
    part();
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    failures.push(error.message);
  }
}

function vitest(args) {
  rmSync(report, { force: true });
  run(bin('vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
}

/** The failed tests with what each said first, then the counts: the end of a log that was cut still says what was wrong. */
function summary() {
  if (!existsSync(report)) throw new Failed('vitest wrote no report');
  const results = JSON.parse(readFileSync(report, 'utf8'));
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = results;
  return [
    ...results.testResults.flatMap(failedTests),
    `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`,
  ].join('\n');
}

function failedTests({ name: path, status, message, assertionResults }) {
  const file = relative(inRoot(), path);
  const failed = assertionResults.filter((each) => each.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [`FAILED ${file}: ${message}`];
  return failed.map((each) => `FAILED ${file} > ${each.fullName}: ${each.failureMessages[0]}`);
}

await main((args) => {
  setup();
  const failures = [];
  if (args.length === 0) attempt(() => nativeTests(), failures);
  say('vitest');
  attempt(() => vitest(args), failures);
  console.log(summary());
  if (failures.length > 0) throw new Failed(failures.join('; '));
});
