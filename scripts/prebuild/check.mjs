// What every prebuilt addon must be, by its own tables: hardened, for systems as old as is promised, in need of nothing but them.
import { readFileSync } from 'node:fs';
import { byVersion, glibcFloor, inspect, isFortified, weaknesses } from '../elf.mjs';
import { Failed } from '../run.mjs';

/** The standard library's own checks, which are linked in: what they would say. */
const ASSERTION = 'vector[] index out of bounds';

/** Of a demangler, which native/core/no_demangler.cpp keeps out. */
const DEMANGLED = 'construction vtable for ';

function* faults(addon, path, { oldestGlibc, libraries }) {
  for (const what of weaknesses(addon)) yield `does not have ${what}`;
  const bytes = readFileSync(path);
  if (!bytes.includes(ASSERTION)) yield "does not have the standard library's assertions";
  if (bytes.includes(DEMANGLED)) yield 'has a parser of the names of C++';
  if (oldestGlibc !== undefined && !isFortified(addon)) yield 'does not have checks of the sizes of buffers';
  // Or it brings one of its own: of a compiler's runtime, a byte at a time.
  if (!addon.imported.includes('memcpy')) yield "does not use the C library's memcpy";
  for (const name of addon.libraries.filter((name) => !libraries.test(name))) yield `needs ${name}`;
  const floor = glibcFloor(addon) ?? '0';
  if (byVersion(floor, oldestGlibc ?? '0') > 0)
    yield `needs glibc ${floor}; ${oldestGlibc ?? 'none'} is promised`;
}

/** Throws Failed with all that is wrong. */
export function check(path, target) {
  const wrong = [...faults(inspect(path), path, target)];
  if (wrong.length > 0) throw new Failed(`${path}: ${wrong.join('; ')}`);
}
