import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { comparability } from './comparability.js';
import { type Change, compareRuns, type RunComparison } from './compare.js';
import { BenchError, complain } from './error.js';
import { figure, interval, orUnknown, ratio, unitOf } from './format.js';
import { load } from './results_file.js';

/** What a script may rely on. @internal */
export const EXIT = { noRegression: 0, regression: 1, unusable: 2 } as const;

const TOLERANCE = 10;

interface CompareOptions {
  readonly tolerance: number;
  readonly anyway: boolean;
}

/** `bench compare before.json after.json`; `done` is told the exit code. @internal */
export function compareCommand(done: (code: number) => void): Command {
  return new Command('compare')
    .description('holds a run against an earlier one on the same machine')
    .argument('<before>', 'a results file')
    .argument('<after>', 'a results file')
    .option(
      '--tolerance <percent>',
      'what a server may lose before it counts as a regression',
      percent,
      TOLERANCE,
    )
    .option('--anyway', 'also where machine or load differ', false)
    .addHelpText('after', '\nExit code: 0 no regression, 1 regression, 2 unusable input.')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.unusable))
    .action(async (before: string, after: string, options: CompareOptions) => {
      done(await compareFiles(before, after, options));
    });
}

async function compareFiles(before: string, after: string, options: CompareOptions): Promise<number> {
  try {
    const [first, second] = [await load(before), await load(after)];
    const { obstacles, doubts } = comparability(first, second);
    if (obstacles.length > 0 && !options.anyway) {
      throw new BenchError(`these runs cannot be compared (--anyway does): ${obstacles.join('; ')}`);
    }
    const comparison = compareRuns(first, second, options.tolerance / 100);
    if (comparison.changes.length === 0)
      throw new BenchError('the files have no workload and server in common');
    for (const doubt of [...obstacles, ...doubts, ...comparison.unmatched])
      console.error(`warning: ${doubt}`);
    console.log(view(comparison, options.tolerance));
    return comparison.changes.some(({ regression }) => regression) ? EXIT.regression : EXIT.noRegression;
  } catch (error) {
    complain(error);
    return EXIT.unusable;
  }
}

function view({ changes }: RunComparison, tolerance: number): string {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'right', 'right', 'left', 'right', 'right'],
  });
  changes.forEach((change, i) => {
    if (change.workload !== changes[i - 1]?.workload) table.push(...heading(change));
    table.push(row(change));
  });
  const lost = changes.filter(({ regression }) => regression).length;
  const sum = lost === 0 ? 'No regression' : `${lost} ${lost === 1 ? 'regression' : 'regressions'} (!)`;
  return `${table}\n\n${sum}: slower by more than ${figure(tolerance)} %, with intervals that do not overlap.`;
}

function heading({ workload }: Change) {
  return [
    [{ content: workload.title, colSpan: 7 }],
    [`  ${unitOf(workload).name}`, 'before', 'after', 'after / before', 'verdict', 'p99 x', 'CPU x'],
  ];
}

function row(change: Change): string[] {
  const { scale } = unitOf(change.workload);
  return [
    `  ${change.title}`,
    interval(change.before, scale),
    interval(change.after, scale),
    ratio(change),
    `${change.verdict}${change.regression ? ' (!)' : ''}`,
    orUnknown(change.p99),
    orUnknown(change.cpuPerMillion),
  ];
}

function percent(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < 100) return value;
  throw new InvalidArgumentError('It must be a number from 0 to less than 100.');
}
