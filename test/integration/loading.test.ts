// The package as it is installed, without a clone around it: where its addon comes from, and what is said where it does not.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { target } from '../../lib/binding/find.js';
import { root } from '../repo/tree.js';
import { type Ended, Program, stopPrograms } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'stdnet-installed-'));
const build = `npx cmake-js@8 compile -d '${folder}/' -O '${folder}/build-cmake'`;

beforeAll(() => {
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterEach(async () => {
  await stopPrograms();
  rmSync(join(folder, 'prebuilds'), { recursive: true, force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Puts this machine's addon there as the prebuilt one of these targets. */
function ship(...targets: string[]): void {
  for (const target of targets) {
    const place = join(folder, 'prebuilds', target);
    mkdirSync(place, { recursive: true });
    cpSync(join(root, 'build/Release/stdnet.node'), join(place, 'stdnet.node'));
  }
}

function command(...args: string[]): Promise<Ended> {
  return new Program(process.execPath, [join(folder, 'dist/cli/main.js'), ...args]).end();
}

/** Imports the package after `before` and prints the error's code and message. */
async function importing(flags: string[], { before = '', env = {} } = {}): Promise<string> {
  const program = `${before};
      const error = await import(${JSON.stringify(join(folder, 'dist/index.js'))}).catch((error) => error);
      console.log(error instanceof Error ? error.code + ': ' + error.message : 'loaded');`;
  const args = [...flags, '--input-type=module', '--eval', program];
  return (await new Program(process.execPath, args, 60_000, env).end()).stdout.join('\n');
}

describe('the addon that the package came with', () => {
  test('is loaded, and doctor tells where from', async () => {
    ship(target());
    expect(await importing([])).toBe('loaded');
    const { code, stdout } = await command('doctor', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout.join('')).addon.path).toMatch(
      new RegExp(`/prebuilds/${target()}/stdnet\\.node$`),
    );
  });

  test('is not that of another platform: those that there are, are named, and what builds one', async () => {
    ship('linux-s390x-glibc', 'linux-s390x-musl');
    const said = await importing([]);
    expect(said).toMatch(/^ERR_ADDON_NOT_FOUND: stdnet has no addon for /);
    expect(said).toContain('(it comes with those for linux-s390x-glibc, linux-s390x-musl)');
    expect(said).toContain(`Build it with: ${build}\n`);
  });

  test.each(['win32', 'freebsd'])('is not there for %s, which is said as it is', async (system) => {
    const before = `Object.defineProperty(process, 'platform', { value: '${system}' })`;
    ship(target());
    expect(await importing([], { before })).toMatch(
      new RegExp(`^ERR_ADDON_NOT_FOUND: stdnet does not run on ${system}: it needs .* Linux or macOS`),
    );
  });

  test('is not loaded by a Node that loads none', async () => {
    ship(target());
    const expected = /^ERR_ADDON_NOT_LOADED: .*started with --no-addons, .*start it without\.\n/;
    expect(await importing(['--no-addons'])).toMatch(expected);
    expect(await importing([], { env: { NODE_OPTIONS: '--no-addons' } })).toMatch(expected);
  });
});

// Later versions spell it --permission; both have the flags for what is allowed.
const permission = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';

describe('under the permission model', () => {
  test('addons must be allowed', async () => {
    ship(target());
    const flags = [permission, '--allow-fs-read=*'];
    expect(await importing(flags)).toMatch(
      /^ERR_ADDON_NOT_LOADED: .*permission model forbids addons\. Allow them with: --allow-addons\n/,
    );
    expect(await importing([...flags, '--allow-addons'])).toBe('loaded');
  });

  test('and the file be readable', async () => {
    ship(target());
    const modules = [folder, root].map((path) => join(path, 'node_modules/*')); // one is a link to the other
    const readable = [`${folder}/dist/*`, `${folder}/package.json`, ...modules];
    const flags = [permission, '--allow-addons', ...readable.map((path) => `--allow-fs-read=${path}`)];
    const said = await importing(flags);
    expect(said).toMatch(/^ERR_ADDON_NOT_FOUND: Node's permission model hides the addon of stdnet\./);
    const [advice] = /--allow-fs-read=\S+$/.exec(said)!;
    expect(await importing([...flags, advice])).toBe('loaded');
  });
});

test('where there is none, every command that needs it says so', async () => {
  const { code, stdout } = await command('doctor');
  expect(code).toBe(1);
  expect(stdout.join('\n')).toMatch(
    /^problem: The addon is not loaded\. stdnet has no addon for .* Build it with/m,
  );
  for (const args of [
    ['serve', 'echo'],
    ['connect', '127.0.0.1:1'],
  ]) {
    expect(await command(...args)).toMatchObject({
      code: 1,
      stderr: [expect.stringMatching(/^stdnet: stdnet has no addon/), expect.anything()],
    });
  }
});
