/** `stdnet completion`. @internal */
import addTab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

const NAME = 'completion';
const HELP = `
Examples:
  $ source <(stdnet completion bash)
  $ source <(stdnet completion zsh)
  $ stdnet completion fish | source`;

/** For the commands that there are by now. The script asks `stdnet complete` at each Tab. @internal */
export function addCompletion(program: Command): void {
  addTab(program, { completionCommandName: NAME });
  program.commands
    .find((command) => command.name() === NAME)
    ?.description('a script that completes commands and flags in a shell')
    .addHelpText('after', HELP);
}
