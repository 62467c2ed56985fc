// `stdnet completion`, in the shells themselves where they are installed.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../repo/tree.js';
import { Program, stopPrograms } from '../support/program.js';
import { start } from './programs.js';

const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion';
const lacks = (shell: string) => spawnSync(shell, ['--version']).error !== undefined;

/** Where a shell finds `stdnet`. */
let bin: string;

beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), 'stdnet-bin-'));
  const command = join(bin, 'stdnet');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${root}/dist/cli/main.js' "$@"\n`);
  chmodSync(command, 0o755);
});
afterAll(async () => {
  await stopPrograms();
  rmSync(bin, { recursive: true, force: true });
});

const complete = (...words: string[]): Promise<string[]> =>
  start('../../dist/cli/main.js', ['complete', '--', ...words]).output();

async function inShell(shell: string, code: string): Promise<string[]> {
  return new Program(shell, ['-c', code], 20_000, { PATH: `${bin}:${process.env.PATH}` }).output();
}

describe('what is offered', () => {
  test.each([
    [['conn'], /^connect\t/],
    [['serve', 'udp-t'], /^udp-time\t/],
    [['serve', 'echo', '--po'], /^--port\t/],
    [['serve', 'module', '--in', 'ev'], /^events\t/],
    [['connect', '--u'], /^--udp\t/],
    [['doctor', '--j'], /^--json\t/],
    [['bench', '--qu'], /^--quick\t/],
    [['bench', 'report', '--sv'], /^--svg\t/],
  ])('%j', async (words, offer) => expect((await complete(...words))[0]).toMatch(offer));
});

describe('in a shell', () => {
  test.skipIf(!existsSync(BASH_COMPLETION))('bash', async () => {
    const code = `
      source ${BASH_COMPLETION}
      source <(stdnet completion bash)
      COMP_WORDS=(stdnet serve ud); COMP_CWORD=2; COMP_LINE='stdnet serve ud'; COMP_POINT=15
      $(complete -p stdnet | sed 's/.*-F \\([^ ]*\\).*/\\1/') 2>/dev/null
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(await inShell('bash', code)).toEqual([
      expect.stringMatching(/^udp-echo/),
      expect.stringMatching(/^udp-time/),
    ]);
  });

  test.skipIf(lacks('fish'))('fish', async () => {
    const code = "stdnet completion fish | source; complete -C 'stdnet serve ud'";
    expect(await inShell('fish', code)).toEqual([
      expect.stringMatching(/^udp-echo\t/),
      expect.stringMatching(/^udp-time\t/),
    ]);
  });

  test.skipIf(lacks('zsh'))('zsh takes the script', async () => {
    const code =
      'autoload -U compinit; compinit -u -D; source <(stdnet completion zsh); echo $_comps[stdnet]';
    expect(await inShell('zsh', code)).toEqual([expect.stringMatching(/stdnet/)]);
  });
});

test.each([[['completion', 'x'], /^error: .*'x' is invalid for argument 'shell'/]])(
  '%j',
  async (args, message) => {
    const { code, stderr } = await start('../../dist/cli/main.js', args).end();
    expect({ code, message: stderr[0] }).toEqual({ code: 1, message: expect.stringMatching(message) });
  },
);
