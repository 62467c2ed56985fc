import Table from 'cli-table3';
import { Command, InvalidArgumentError, Option } from 'commander';
import { comparability } from './comparability.js';
import {
  type Change,
  compareRuns,
  type Difference,
  FIGURES,
  type Figure,
  type RunComparison,
} from './compare.js';
import { BenchError, complain } from './error.js';
import { figure, interval, ratio, unitOf } from './format.js';
import { load } from './results_file.js';

/** What a script may rely on. @internal */
export const EXIT = { noRegression: 0, regression: 1, unusable: 2 } as const;

const TOLERANCE = 10;
const NAMES = { p99: 'p99 us', cpu: 'CPU s/M' } as const;

interface CompareOptions {
  readonly tolerance: number;
  readonly failOn: readonly Figure[];
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
      'by how much a figure may become worse before that is a regression',
      percent,
      TOLERANCE,
    )
    .addOption(
      new Option(
        '--fail-on <figures>',
        `whose regressions count: ${FIGURES.join(', ')} (p99: latency; cpu: processor time for a request)`,
      )
        .argParser(figures)
        .default(['rate'], 'rate'),
    )
    .option('--anyway', 'also where machine or load differ', false)
    .addHelpText('after', '\nExit code: 0 no regression that counts, 1 such a regression, 2 unusable input.')
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
    const counts = ({ figure, regression }: Difference) => regression && options.failOn.includes(figure);
    const lost = comparison.changes.flatMap(({ differences }) => differences.filter(counts)).length;
    console.log(`${view(comparison, counts)}\n\n${sum(lost, options)}`);
    return lost > 0 ? EXIT.regression : EXIT.noRegression;
  } catch (error) {
    complain(error);
    return EXIT.unusable;
  }
}

/** Whether it is a regression that the exit code tells of. */
type Counts = (difference: Difference) => boolean;

function view({ changes }: RunComparison, counts: Counts): string {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left'],
  });
  changes.forEach((change, i) => {
    if (change.workload !== changes[i - 1]?.workload) table.push(...heading(change));
    change.differences.forEach((difference, j) => {
      table.push([j === 0 ? `  ${change.title}` : '', ...cells(change, difference, counts)]);
    });
  });
  return table.toString();
}

function heading({ workload }: Change) {
  return [
    [{ content: workload.title, colSpan: 6 }],
    ['', '', 'before', 'after', 'after / before', 'verdict'],
  ];
}

function cells({ workload }: Change, difference: Difference, counts: Counts): string[] {
  const { figure, before, after, verdict } = difference;
  const { name, scale } = figure === 'rate' ? unitOf(workload) : { name: NAMES[figure], scale: 1 };
  return [
    name,
    interval(before, scale),
    interval(after, scale),
    ratio(difference),
    `${verdict}${counts(difference) ? ' (!)' : ''}`,
  ];
}

/** What the exit code says, in words. */
function sum(lost: number, { tolerance, failOn }: CompareOptions): string {
  const found = lost === 0 ? 'No regression' : `${lost} ${lost === 1 ? 'regression' : 'regressions'} (!)`;
  return `${found} of ${failOn.join(', ')}: worse by more than ${figure(tolerance)} %, with intervals that do not overlap.`;
}

/** `rate,p99` */
function figures(text: string): Figure[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !FIGURES.includes(name as Figure));
  if (unknown === undefined) return names as Figure[];
  throw new InvalidArgumentError(`It must be of ${FIGURES.join(', ')}, with commas between.`);
}

function percent(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < 100) return value;
  throw new InvalidArgumentError('It must be a number from 0 to less than 100.');
}
