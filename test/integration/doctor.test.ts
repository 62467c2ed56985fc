// `stdnet doctor`, held against what a shell is told.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { root } from '../repo/tree.js';
import { Program, stopPrograms } from '../support/program.js';

const removing: string[] = [];
afterEach(async () => {
  await stopPrograms();
  for (const folder of removing.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const sh = (command: string): Program => new Program('bash', ['-c', command]);
const doctor = `'${process.execPath}' dist/cli/main.js doctor`;

test('it tells what is so, in JSON', async () => {
  const [line] = await sh(`${doctor} --json`).output();
  const told = JSON.parse(line!);
  const shell = execFileSync('bash', ['-c', 'ulimit -Hn; ulimit -u; uname -r'], { encoding: 'utf8' });
  const [files, processes, kernel] = shell.split('\n');
  const { openFiles, userProcesses } = told.limits;
  expect(String(openFiles.hard ?? 'unlimited')).toBe(files);
  expect(String(userProcesses.soft ?? 'unlimited')).toBe(processes);
  expect(told).toMatchObject({
    addon: { path: expect.stringMatching(/^\/.*\/stdnet\.node$/) },
    node: process.versions.node,
    kernel,
    options: { 'TCP over IPv4': true, UDP: true, TCP_NODELAY: true, SO_REUSEPORT: true },
    problems: [],
  });
});

test('it tells people', async () => {
  const lines = await sh(doctor).output();
  expect(lines).toContainEqual(expect.stringMatching(/^│ addon +│ .*stdnet\.node +│$/));
  expect(lines).toContainEqual(expect.stringMatching(/^│ TCP_NODELAY +│ works +│$/));
  expect(lines.join('')).not.toContain('\x1b');
});

test('what is short gets advice, and no exit code', async () => {
  const lines = await sh(`ulimit -n 200; ${doctor}`).output();
  expect(lines).toContainEqual(
    expect.stringMatching(/^advice: Each connection is a file, and 200 may be open/),
  );
});

test('where there is no addon it says so, and how to build it; so does every command that needs it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-doctor-'));
  removing.push(folder);
  for (const part of ['dist', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const main = join(folder, 'dist/cli/main.js');
  const { code, stdout } = await new Program(process.execPath, [main, 'doctor']).end();
  expect(code).toBe(1);
  expect(stdout).toContainEqual(
    expect.stringMatching(/^problem: The addon is not loaded\. .*Build it with: npm run build:addon$/),
  );
  for (const args of [
    ['serve', 'echo'],
    ['connect', '127.0.0.1:1'],
  ]) {
    const ended = await new Program(process.execPath, [main, ...args]).end();
    expect(ended).toMatchObject({
      code: 1,
      stderr: [expect.stringMatching(/^stdnet: stdnet has no addon/), expect.anything()],
    });
  }
});
