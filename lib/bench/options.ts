import { Command, InvalidArgumentError, Option } from 'commander';
import type { Wishes } from './bench.js';
import { type Exports, withExports } from './report_command.js';
import { SERVERS } from './server_kinds.js';
import { QUICK, USUAL } from './settings.js';
import { SUITES } from './suites.js';

/** What the command line says. @internal */
export interface BenchOptions extends Wishes, Exports {
  readonly json?: string;
  /** Only tells what there is. */
  readonly list?: boolean;
}

/** Prints a message and exits for `--help` and for what it does not understand. @internal */
export function benchCommand(): Command {
  const command = new Command('bench')
    .description('Blocking native threads against node:net and others, on this machine.')
    .option('--quick', 'a few seconds: shows that it works, proves nothing', false)
    .option('--rounds <n>', `rounds of each server (${USUAL.rounds}; quick: ${QUICK.rounds})`, count(1_000))
    .option(
      '--duration <ms>',
      `of each run (${USUAL.durationMs}; quick: ${QUICK.durationMs})`,
      count(3_600_000),
    )
    .option('--load-threads <n>', 'threads of the load generator (one for each core, 8 at most)', count(256))
    .addOption(
      new Option('--suite <names>', `suites of workloads: ${SUITES.map(({ id }) => id).join(', ')}`)
        .argParser(names)
        .default([], 'usual'),
    )
    .addOption(
      new Option('--only <names>', 'workloads of the suites, by id or by what several begin with (--list)')
        .argParser(names)
        .default([], 'all'),
    )
    .addOption(
      new Option('--servers <names>', `servers: ${SERVERS.map(({ id }) => id).join(', ')}`)
        .argParser(names)
        .default([], 'all'),
    )
    .option('--list', 'the suites, their workloads, and how long they take; runs nothing')
    .option('--json <file>', 'where the results go (bench-results/<time>.json)')
    .allowExcessArguments(false)
    .enablePositionalOptions(); // what stands behind a subcommand's name is the subcommand's
  return withExports(command);
}

function count(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`It must be an integer from 1 to ${most}.`);
  };
}

/** `a,b`, and the option given again, add up. */
function names(text: string, previous: readonly string[]): string[] {
  return [...previous, ...text.split(',').map((name) => name.trim())].filter((name) => name !== '');
}
