/** `npm run bench`, `stdnet bench`: arguments in, tables and files out. @internal */
import type { Command } from 'commander';
import { type Plan, plan, runPlan } from './bench.js';
import { compareCommand } from './compare_command.js';
import { complain } from './error.js';
import { figure } from './format.js';
import { type BenchOptions, benchCommand } from './options.js';
import { progress } from './progress.js';
import { remarks } from './remarks.js';
import { reportCommand, writeExports } from './report_command.js';
import { defaultPath, save } from './results_file.js';
import { suiteList } from './suite_list.js';
import { SUITES } from './suites.js';
import { table } from './table.js';

const INTERRUPTED = 130; // as a shell reports the end by SIGINT

/** Does what the arguments say. Returns the exit code; what went wrong is on stderr. @internal */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const done = (code: number) => {
    exitCode = code;
  };
  await wholeCommand(done).parseAsync(args, { from: 'user' });
  return exitCode;
}

/** With its subcommands; `done` is told the exit code. @internal */
export function wholeCommand(done: (code: number) => void): Command {
  return benchCommand()
    .action(async (options: BenchOptions) => done(await run(options)))
    .addCommand(compareCommand(done))
    .addCommand(reportCommand(done));
}

async function run(options: BenchOptions): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  // Once: whoever asks twice is let go at once. The servers end by themselves then.
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const made = plan(options);
    if (options.list) {
      console.log(suiteList(SUITES, made.kinds, made.settings));
      return 0;
    }
    console.log(introduction(made));
    const shown = progress(made.workloads, made.kinds, made.settings);
    const found = await runPlan(made, shown.onRun, stop.signal).finally(shown.done);
    console.log(`\n${table(found.workloads)}\n\n${remarks(found.workloads).join('\n')}`);
    const path = options.json ?? defaultPath(found.startedAt);
    await save(path, found);
    await writeExports(found, options);
    console.log(`Every round is in ${path}`);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) {
      console.error('interrupted: every server has been ended, nothing was written');
      return INTERRUPTED;
    }
    complain(error);
    return 1;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function introduction({ environment, settings }: Plan): string {
  const { cpu, cores, system, node, loadAverage } = environment;
  const lines = [
    `${cpu}, ${cores} cores, ${system}, Node ${node}`,
    `rounds: ${settings.rounds} of ${settings.durationMs} ms; load threads: ${settings.loadThreads}; every reply is checked byte by byte`,
  ];
  if (loadAverage > cores / 2) {
    lines.push(`This machine is busy (load average ${figure(loadAverage)}): expect wide intervals.`);
  }
  return lines.join('\n');
}
