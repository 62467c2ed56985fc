import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from './environment.js';
import { BenchError, messageOf } from './error.js';
import type { Outcome } from './measure.js';
import type { Settings } from './settings.js';
import { summarize } from './summary.js';

/** Changes when a reader of the older files would be misled. */
const SCHEMA = 1;

/** What the results file holds. Times of reports are microseconds, rates per second, memory bytes. @internal */
export function results(
  startedAt: Date,
  environment: Environment,
  settings: Settings,
  outcomes: readonly Outcome[],
): object {
  return {
    schema: SCHEMA,
    startedAt: startedAt.toISOString(),
    environment,
    settings,
    sharedMachine: true,
    workloads: outcomes.map((outcome) => ({
      ...outcome.workload,
      listenOverflows: outcome.listenOverflows,
      missing: outcome.missing.map(({ kind, why }) => ({ server: kind.id, why })),
      servers: summarize(outcome).map((summary, i) => ({
        ...summary,
        rounds: outcome.measured[i]!.reports,
      })),
    })),
  };
}

/** `bench-results/2025-01-31T12-00-00.json`. @internal */
export function defaultPath(startedAt: Date): string {
  return join('bench-results', `${startedAt.toISOString().slice(0, 19).replaceAll(':', '-')}.json`);
}

/** @throws BenchError where it cannot be written. @internal */
export async function save(path: string, content: object): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    throw new BenchError(`the results cannot be written: ${messageOf(error)}`);
  }
}
