/** `stdnet doctor`. @internal */
import { Command } from 'commander';
import { adviceFor } from './doctor/advice.js';
import { examine } from './doctor/findings.js';
import { show } from './doctor/show.js';

const HELP = `
Exit codes:
  0  stdnet works here; what it advises concerns how much
  1  it does not

Examples:
  $ stdnet doctor
  $ stdnet doctor --json | jq .limits.openFiles.soft`;

/** @internal */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what was loaded from where, limits, what the kernel can do, advice')
    .option('--json', 'print an object of JSON', false)
    .addHelpText('after', HELP)
    .action(async ({ json }: { json: boolean }) => {
      const findings = await examine();
      const advice = adviceFor(findings);
      console.log(json ? JSON.stringify({ ...findings, ...advice }) : show(findings, advice));
      if (advice.problems.length > 0) process.exitCode = 1;
    });
}
