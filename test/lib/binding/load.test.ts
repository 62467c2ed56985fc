import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { buildCommand, candidates, platform, target } from '../../../lib/binding/find.js';
import { load } from '../../../lib/binding/load.js';
import { notLoaded, unsupported } from '../../../lib/binding/load_failures.js';
import { root } from '../../repo/tree.js';
import { thrown } from '../../support/argument_errors.js';

const folder = mkdtempSync(join(tmpdir(), 'stdnet-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('load', () => {
  it('loads the addon that was built', () => {
    expect(load().describeErrno(98)).toEqual(['AddrInUse', 'EADDRINUSE', 'Address already in use']);
  });

  it('asks which C library there is only where none was built', () => {
    const program = `
      import { createRequire } from 'node:module';
      import { load } from ${JSON.stringify(join(root, 'dist/binding/load.js'))};
      load();
      console.log(Object.keys(createRequire(import.meta.url).cache).join());`;
    const args = ['--input-type=module', '--eval', program];
    const loaded = execFileSync(process.execPath, args, { encoding: 'utf8' });
    expect(loaded).toContain('stdnet.node');
    expect(loaded).not.toContain('detect-libc');
  });

  // It takes 10 ms, and each environment would, Workers too.
  it('writes no report of the process to find it', () => {
    const report = vi.spyOn(process.report, 'getReport');
    load();
    target();
    expect(report).not.toHaveBeenCalled();
    report.mockRestore();
  });

  it('says for which platform there is none, where it has looked, and what builds it', () => {
    const missing = join(folder, 'missing.node');
    const error = thrown(() => load([missing])) as Error;
    expect(error).toMatchObject({ code: 'ERR_ADDON_NOT_FOUND' });
    expect(error.message).toContain(platform());
    expect(error.message).toContain(missing);
    expect(error.message).toContain('npm run build:addon');
  });
});

/** What is said of a file with these bytes. */
function saidOf(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const error = thrown(() => load([path])) as Error;
  expect(error).toMatchObject({ code: 'ERR_ADDON_NOT_LOADED', cause: expect.any(Error) });
  expect(error.message).toContain(platform());
  expect(error.message).toContain(path);
  expect(error.message).toContain((error.cause as Error).message);
  expect(error.message).toContain(`Build it here with: ${buildCommand()}`);
  return error.message;
}

// The words of glibc's linker.
describe.runIf(target().endsWith('-glibc'))('what is wrong with one that does not load', () => {
  const built = readFileSync(join(root, 'build/Release/stdnet.node'));

  /** The addon with other bytes in place of some, as many of them. */
  function changed(from: string, to: string): Buffer {
    const copy = Buffer.from(built);
    const at = copy.indexOf(from);
    expect(at).toBeGreaterThan(0);
    copy.write(to, at, 'latin1');
    return copy;
  }

  it('may be that it is no library', () => {
    expect(saidOf('text.node', 'no library '.repeat(100))).toContain('The file is damaged');
    expect(saidOf('short.node', 'x')).toContain('The file is damaged');
  });

  it('may be the processor that it is for', () => {
    const copy = Buffer.from(built);
    copy.writeUInt16LE(copy.readUInt16LE(18) === 183 ? 62 : 183, 18); // e_machine: AArch64 or x86-64
    expect(saidOf('processor.node', copy)).toContain('It is for another processor.');
  });

  it('may be a newer glibc that it needs', () => {
    const needed = /GLIBC_2\.\d\d/.exec(built.toString('latin1'))![0];
    const newer = needed.replace('2.', '9.');
    expect(saidOf('newer.node', changed(needed, newer))).toContain(
      `It needs ${newer}, and this system has an older one.`,
    );
  });

  it('may be a library that is not there', () => {
    expect(saidOf('lacks.node', changed('libm.so.6', 'libm.so.9'))).toContain(
      'The system lacks libm.so.9: install what it belongs to.',
    );
  });
});

it.each([
  ['Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by @)', 'C library'],
  ['Error relocating @: __fprintf_chk: symbol not found', 'C library'],
  ['libc.musl-x86_64.so.1: cannot open shared object file: No such file or directory', 'C library'],
  [
    'Error loading shared library libgcc_s.so.1: No such file or directory (needed by @)',
    'lacks libgcc_s.so.1:',
  ],
  ['Error loading shared library @: Exec format error', 'The file is damaged'],
  ["dlopen(@, 0x0001): tried: '@' (mach-o file, but is an incompatible architecture)", 'another processor'],
  ['@: wrong ELF class: ELFCLASS32', 'another processor'],
])('of what other linkers say, %s is understood', (said, meaning) => {
  const path = '/musl/libc.musl/libx.so: cannot open/stdnet.node'; // its words are not the linker's
  expect(notLoaded(path, new Error(said.replaceAll('@', path)))).toMatch(
    new RegExp(`^stdnet cannot load ${path} on .*${meaning}.* Build it here with: .*\n`),
  );
});

it('other systems are named, with a way out', () => {
  expect([unsupported('linux'), unsupported('darwin')]).toEqual([null, null]);
  expect(unsupported('win32')).toMatch(/does not run on win32: .* run it in WSL/);
  expect(unsupported('freebsd')).toMatch(/does not run on freebsd: it needs .* Linux or macOS/);
});

it('looks at what was built here first, node-gyp’s before CMake’s, then at what was shipped', () => {
  expect([...candidates()]).toEqual([
    join(root, 'build/Release/stdnet.node'),
    join(root, 'build-cmake/Release/stdnet.node'),
    join(root, `prebuilds/${target()}/stdnet.node`),
  ]);
});

it('names the platform', () => {
  expect(platform()).toMatch(
    new RegExp(`^${process.platform}-${process.arch}.*, Node ${process.versions.node}$`),
  );
  if (process.platform === 'linux')
    expect(target()).toMatch(new RegExp(`^linux-${process.arch}-(glibc|musl)$`));
});
