import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { start } from './programs.js';

afterEach(stopPrograms);

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

// Linux interrupts a recv(2) that has a time limit when its process goes on (signal(7)).
it.skipIf(process.platform !== 'linux')('a load goes on when its process was stopped', async () => {
  const program = start('./programs/stopped-load.mjs');
  const stat = `/proc/${program.pid}/stat`;
  const runs = () => existsSync(stat) && /\) [RSD] /.test(readFileSync(stat, 'utf8'));
  await program.line(/begun/);
  for (let stops = 0; stops < 5; stops++) {
    program.signal('SIGSTOP');
    while (runs()) await sleep(1);
    program.signal('SIGCONT');
    await sleep(5); // for it to be in the call again
  }
  expect(await program.output()).toEqual(['begun', 'answered']);
});
