import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preloading } from './preloading.mjs';

/**
 * The environment variables of a process in which a look-up of '*.blocked.test' blocks; and how to clean up after it.
 * Needs the compiler that built the addon.
 */
export function slowLookup(ms = 60_000) {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-lookup-'));
  const library = join(folder, 'slow-lookup.so');
  const source = fileURLToPath(new URL('slow-lookup.c', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  return {
    env: { ...preloading(library), STDNET_TEST_LOOKUP_MS: String(ms) },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
