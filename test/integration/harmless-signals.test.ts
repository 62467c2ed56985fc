import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it.skipIf(process.platform !== 'linux')(
  'only signals that end a program by default end a blocked call',
  () => {
    const program = fileURLToPath(new URL('programs/harmless-signals.mjs', import.meta.url));
    const { stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 20_000 });
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'child: WouldBlock',
      'resized: WouldBlock',
      'interrupted: Interrupted',
      'heard: SIGWINCH SIGCONT SIGINT',
    ]);
    expect(stderr).toBe('');
  },
);
