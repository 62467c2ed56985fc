import { fileURLToPath } from 'node:url';
import { Program } from '../support/program.js';

const DEADLINE_MS = 20_000;

export interface Settings {
  flags?: readonly string[];
  env?: Record<string, string>;
  deadlineMs?: number;
}

/** What a program says in its last line, for other programs. It must succeed. */
export async function lastLineOf(
  path: string,
  args: readonly string[],
  settings: Settings = {},
): Promise<Record<string, unknown>> {
  const lines = await start(path, args, settings).output();
  return JSON.parse(lines.at(-1) ?? '{}');
}

/** One of programs/, or of scripts/campaigns/, in a process of its own; one that hangs is killed and fails its test. */
export function start(path: string, args: readonly string[] = [], settings: Settings = {}): Program {
  const file = fileURLToPath(new URL(path, import.meta.url));
  const all = [...(settings.flags ?? []), file, ...args];
  return new Program(process.execPath, all, settings.deadlineMs ?? DEADLINE_MS, settings.env);
}
