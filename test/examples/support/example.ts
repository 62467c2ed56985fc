import { vi } from 'vitest';
import { Program } from '../../support/program.js';

// Node with tsx takes its time on a busy machine; every program has a shorter deadline of its own.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

/** Starts `examples/<path>` as its README says. */
export function example(path: string, ...args: string[]): Program {
  return start(path, args, 60_000);
}

function start(path: string, args: readonly string[], deadlineMs: number, preload: string[] = []): Program {
  const imports = ['tsx', ...preload].flatMap((module) => ['--import', module]);
  return new Program(process.execPath, [...imports, `examples/${path}`, ...args], deadlineMs);
}

/** Like {@link example}; its main thread can be stopped by {@link frozen}. */
export function freezable(path: string, ...args: string[]): Program {
  return start(path, args, 60_000, [new URL('./freeze.mjs', import.meta.url).href]);
}

/** Has the program's main thread hang, for certain and for as long as it takes, while `meanwhile` runs. */
export async function frozen(program: Program, meanwhile: () => Promise<void>): Promise<void> {
  program.signal('SIGUSR2');
  await program.line(/^frozen$/);
  await meanwhile();
  program.write('\n');
  await program.line(/^thawed$/);
}

export interface ExampleServer {
  readonly program: Program;
  readonly addr: string;
  readonly port: number;
}

/** Starts a server on a free port and waits for the line that ends with its address; `announces` is what comes before. */
export async function exampleServer(
  path: string,
  announces: string,
  ...args: string[]
): Promise<ExampleServer> {
  const program = start(path, ['127.0.0.1:0', ...args], 300_000); // it serves all the tests of a file
  const match = await program.line(new RegExp(`^${announces} (127\\.0\\.0\\.1:(\\d+))$`));
  return { program, addr: match[1]!, port: Number(match[2]) };
}

/** Where nobody listens: below the ephemeral range, so that no other test is given it, on an address of its own. */
export const CLOSED = '127.86.75.30:9';
