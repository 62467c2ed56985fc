/** Memory that glibc keeps free, in an arena for every few threads, is no memory that anything holds: it can be given back. */
import { execFileSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** For processes that are to be able to. */
export function trimming() {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-trim-'));
  const library = join(folder, 'trim.so');
  const source = fileURLToPath(new URL('../../../test/support/trim.c', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  process.once('exit', () => rmSync(folder, { recursive: true }));
  return { LD_PRELOAD: library };
}

export async function trim() {
  await lookup('memory.trim.test').catch(() => {});
}
