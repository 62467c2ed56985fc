import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { BenchError, messageOf } from './error.js';
import { FORMAT, type Results, SCHEMA } from './results.js';
import { resultsSchema } from './results_schema.js';

/** `bench-results/2025-01-31T12-00-00.json`. @internal */
export function defaultPath(startedAt: string): string {
  return join('bench-results', `${startedAt.slice(0, 19).replaceAll(':', '-')}.json`);
}

/** @throws BenchError where it cannot be written. @internal */
export async function save(path: string, results: Results): Promise<void> {
  await saveText(path, `${JSON.stringify(results, null, 2)}\n`);
}

/** The folders above it are made. @throws BenchError where it cannot be written. @internal */
export async function saveText(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw new BenchError(`the results cannot be written: ${messageOf(error)}`);
  }
}

/** @throws BenchError where it cannot be read, or is not what {@link save} writes. @internal */
export async function load(path: string): Promise<Results> {
  const content: unknown = await readFile(path, 'utf8')
    .then(JSON.parse)
    .catch((error: unknown) => {
      throw new BenchError(`${path} cannot be read: ${messageOf(error)}`);
    });
  const { format, schema } = (content ?? {}) as Partial<Record<'format' | 'schema', unknown>>;
  if (format === FORMAT && schema !== SCHEMA) {
    throw new BenchError(`${path} is of schema ${schema}; this version of stdnet reads ${SCHEMA}`);
  }
  const parsed = v.safeParse(resultsSchema, content);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue);
  throw new BenchError(`${path} is no results file${where === null ? '' : `: ${where}`}: ${issue.message}`);
}
