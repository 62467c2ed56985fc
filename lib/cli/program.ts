import { Command } from 'commander';
import { version } from '../core/version.js';
import { addCompletion } from './completion_command.js';
import { connectCommand } from './connect_command.js';
import { doctorCommand } from './doctor_command.js';
import { CliError } from './error.js';
import { serveCommand } from './serve_command.js';

const HELP = `
Examples:
  $ stdnet serve echo --port 7878
  $ echo hello | stdnet connect 127.0.0.1:7878
  $ stdnet help serve`;

/** It prints a message and exits for `--help`, `--version` and for what it does not understand. */
function program(bench: Command): Command {
  const all = new Command('stdnet')
    .description('Blocking sockets and servers of native threads.')
    .version(version())
    .addHelpText('after', HELP)
    .addCommand(serveCommand())
    .addCommand(connectCommand())
    .addCommand(bench)
    .addCommand(doctorCommand());
  addCompletion(all);
  return all;
}

/** What it takes it knows when it runs: who wants something else need not load it. */
function benchCommand(): Command {
  return new Command('bench')
    .description('compares native threads with other servers, on this machine')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[arguments...]')
    .action(async (args: string[]) => {
      const { main } = await import('../bench/main.js'); // it brings the whole benchmark
      process.exitCode = await main(args);
    });
}

/** A shell asks at a Tab what it takes. */
async function wholeBenchCommand(): Promise<Command> {
  const { wholeCommand } = await import('../bench/main.js');
  return wholeCommand(() => {});
}

/** Runs the command line, and sets the exit code; what went wrong is on stderr. @internal */
export async function main(args: readonly string[]): Promise<void> {
  // Who reads our lines may leave: a server goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    const bench = args[0] === 'complete' ? await wholeBenchCommand() : benchCommand();
    await program(bench).parseAsync(args, { from: 'user' });
  } catch (error) {
    console.error(isForUsers(error) ? `stdnet: ${error.message}` : error);
    process.exitCode = error instanceof CliError ? error.exitCode : 1;
  }
}

/** Not a defect of ours, whose stack would tell us something. */
function isForUsers(error: unknown): error is Error {
  if (error instanceof CliError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_ADDON_');
}
