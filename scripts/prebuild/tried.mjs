// An addon tried in a Node of its own platform, in a package that has no other.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failed, inRoot, say } from '../run.mjs';

const TIMEOUT_MS = 120_000;

function inPackage(addon, target, body) {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-prebuilt-'));
  try {
    for (const name of ['dist', 'package.json'])
      cpSync(inRoot(name), join(folder, name), { recursive: true });
    cpSync(addon, join(folder, 'prebuilds', target, 'stdnet.node'));
    cpSync(inRoot('scripts/prebuild/trial.mjs'), join(folder, 'trial.mjs'));
    symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'));
    return body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `command` is that Node, with what emulates it before it; `leftOut` are the trials that this cannot run. */
export function tried([command, ...args], leftOut = []) {
  return (addon, target) =>
    inPackage(addon, target, (folder) => {
      const { error, status, stdout, stderr } = spawnSync(
        command,
        [...args, join(folder, 'trial.mjs'), ...leftOut],
        {
          encoding: 'utf8',
          timeout: TIMEOUT_MS,
        },
      );
      if (error || status !== 0) {
        throw new Failed(
          `${target} does not work: ${error?.message ?? `exit code ${status}`}\n${stdout}${stderr}`,
        );
      }
      say(`${target}: ${stdout.trim()}`);
    });
}
