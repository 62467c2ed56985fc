// Types what docs/cli.md shows, in its order; servers listen on ports that the system chooses.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../repo/tree.js';
import { Program, stopPrograms } from '../support/program.js';
import { type Typed, typedIn } from './console.js';
import { programsOf, writePrograms } from './programs.js';

const PAGE = 'docs/cli.md';
const STDNET = `'${process.execPath}' '${root}/dist/cli/main.js'`;

/** The page's port, and the one behind it. */
const ports = new Map<string, string>();

let folder: string;

beforeAll(() => {
  const written = writePrograms(programsOf(PAGE));
  folder = written.folder;
  return written.remove;
});
afterAll(stopPrograms);

function swapped(text: string, pairs: Iterable<[string, string]>): string {
  let swapping = text;
  for (const [from, to] of pairs) swapping = swapping.replaceAll(`:${from}`, `:${to}`);
  return swapping;
}

const bash = (command: string): Program =>
  new Program('bash', ['-c', `cd '${folder}'; ${command.replaceAll('npx stdnet', STDNET)}`]);

async function serves({ command, output }: Typed): Promise<void> {
  const port = / --port (\d+)/.exec(command)![1]!;
  const server = bash(command.replace(` --port ${port}`, ' --port 0').replace(/^npx/, 'exec npx'));
  const [line, chosen] = await server.line(/^.*listening on 127\.0\.0\.1:(\d+)$/);
  ports.set(port, chosen!);
  expect([swapped(line, [[chosen!, port]])]).toEqual(output);
}

async function prints({ command, output }: Typed): Promise<void> {
  const printed = await bash(swapped(command, ports)).output();
  const back = [...ports].map(([page, chosen]): [string, string] => [chosen, page]);
  expect(printed.map((line) => swapped(line, back))).toEqual(output);
}

test.each(typedIn(PAGE))(`${PAGE}: $command`, async (typed) => {
  await (typed.command.includes(' --port ') ? serves : prints)(typed);
});
