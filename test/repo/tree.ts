import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Every file that git would take: tracked, or new and not ignored. Paths from the root, with '/'. */
export const files: readonly string[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)))
  .sort();

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function below(folder: string, ...endings: string[]): string[] {
  return files.filter((path) => path.startsWith(`${folder}/`) && endings.some((end) => path.endsWith(end)));
}
