// Urgent data: a recv stops at the place of an urgent byte (MSG_OOB), though more has come, and no edge tells of that again. Nobody
// uses it, and anybody can send it: all other bytes are to be answered, by servers of every kind.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Program, stopPrograms } from '../support/program.js';
import { start } from './programs.js';

const ROUNDS = 3;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stdnet-urgent-'));
  const source = fileURLToPath(new URL('../support/urgent-peer.c', import.meta.url));
  execFileSync('cc', ['-Wall', '-Wextra', '-Werror', '-o', join(folder, 'peer'), source]);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(stopPrograms);

/** Whether each thread of a process is stopped. */
function isStopped(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').includes(') T '),
  );
}

test.runIf(process.platform === 'linux')(
  'what came before an urgent byte and behind it is answered, when all of it came at once',
  async () => {
    const server = start('programs/echo-servers.mjs', [], { deadlineMs: 45_000 });
    const ports: Record<string, number> = JSON.parse((await server.line(/^{.*}$/))[0]);
    const peer = new Program(join(folder, 'peer'), Object.values(ports).map(String), 40_000);
    await peer.line(/^ready$/);
    for (let round = 0; round < ROUNDS; round++) {
      server.signal('SIGSTOP');
      await vi.waitUntil(() => isStopped(server.pid), { timeout: 10_000, interval: 2 });
      peer.write('s');
      await peer.line(/^sent$/);
      server.signal('SIGCONT');
      peer.write('r');
      const [, counts] = await peer.line(/^(.*) answered$/);
      const answered = counts!.split(' ').map(Number);
      const names = Object.keys(ports);
      expect(Object.fromEntries(names.map((name, i) => [name, answered[i]]))).toEqual(
        Object.fromEntries(names.map((name) => [name, 46])),
      );
    }
    for (const program of [peer, server]) {
      program.endInput();
      expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
    }
  },
  50_000,
);
