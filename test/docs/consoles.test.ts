// Types what pages show, in their order; servers listen on ports that the system chooses.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../repo/tree.js';
import { Program, stopPrograms } from '../support/program.js';
import { type Typed, typedIn } from './console.js';
import { programsOf, writePrograms } from './programs.js';

const NODE = `'${process.execPath}'`;
const COMMANDS: [string, string][] = [
  ['npx stdnet', `${NODE} '${root}/dist/cli/main.js'`],
  ['npx tsx', `${NODE} --import tsx`],
];

const LISTENING = /^(.*listening on 127\.0\.0\.1:)(\d+)$/;

describe.each(['docs/cli.md', 'docs/getting-started.md'])('%s', (page) => {
  /** The page's ports, and the ones behind them. */
  const ports = new Map<string, string>();
  let folder: string;

  beforeAll(() => {
    const written = writePrograms(programsOf(page));
    folder = written.folder;
    return written.remove;
  });
  afterAll(stopPrograms);

  const bash = (command: string) =>
    new Program('bash', ['-c', `cd '${folder}'; ${swapped(command, COMMANDS)}`]);

  /** A command whose first line tells that it listens goes on running. */
  async function serves({ command, output }: Typed, port: string): Promise<void> {
    const server = bash(`exec ${command.replace(port, '0')}`);
    const [line, , chosen] = await server.line(LISTENING);
    ports.set(`:${port}`, `:${chosen}`);
    expect([line.replace(`:${chosen}`, `:${port}`)]).toEqual(output);
  }

  async function prints({ command, output }: Typed): Promise<void> {
    const printed = await bash(swapped(command, ports)).output();
    const back = [...ports].map(([shown, chosen]): [string, string] => [chosen, shown]);
    expect(printed.map((line) => swapped(line, back))).toEqual(output);
  }

  test.each(typedIn(page))('$command', async (typed) => {
    const port = LISTENING.exec(typed.output[0] ?? '')?.[2];
    await (port === undefined ? prints(typed) : serves(typed, port));
  });
});

function swapped(text: string, pairs: Iterable<[string, string]>): string {
  let swapping = text;
  for (const [from, to] of pairs) swapping = swapping.replaceAll(from, to);
  return swapping;
}
