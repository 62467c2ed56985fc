import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('a call that blocks where the stack ends fails by itself, and ends no other', () => {
  const program = fileURLToPath(new URL('programs/end-of-stack.mjs', import.meta.url));
  const { stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 20_000 });
  const [atTheEnd, after] = stdout.split('\n');
  expect(atTheEnd).toMatch(/^at the end: (RangeError )?WouldBlock$/);
  expect(after).toBe('after: WouldBlock');
});
