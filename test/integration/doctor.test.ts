// `stdnet doctor`, held against what a shell is told.
import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { Program, stopPrograms } from '../support/program.js';

afterEach(stopPrograms);

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
