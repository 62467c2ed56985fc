import { readFileSync } from 'node:fs';

/** What Rust did: the lines that scripts/record-conformance.mjs wrote. */
export function recorded<T>(name: string): T[] {
  const lines = readFileSync(new URL(`records/${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

/** Rust's texts of errors are the C library's; the records were made with glibc. */
export const isGlibc = process.platform === 'linux' && 'glibcVersionRuntime' in header();

function header(): object {
  return (process.report.getReport() as { header: object }).header;
}
