import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BenchError } from './error.js';

/** Where a program is. @throws BenchError where no folder of the PATH has it. @internal */
export function onPath(name: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (found === undefined) throw new BenchError(`there is no ${name} on the PATH`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
