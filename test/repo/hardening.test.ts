import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { target } from '../../lib/binding/find.js';
import { glibcFloor, inspect, isFortified, weaknesses } from '../../scripts/elf.mjs';
import { root, textOf } from './tree.js';

/** How both builds make the addon hard to attack (decision 6): the compiler's part, then the linker's. */
const COMPILER = [
  '-fstack-protector-strong',
  '-fstack-clash-protection',
  '-U_FORTIFY_SOURCE',
  '-D_FORTIFY_SOURCE=2',
  '-fcf-protection',
  '-mbranch-protection=standard',
  '-fvisibility=hidden',
  '-fno-exceptions',
  '-fno-rtti',
];
const LINKER = ['-z,relro,-z,now,-z,noexecstack,-z,nodelete', '--version-script='];

describe.each(['binding.gyp', 'CMakeLists.txt'])('%s', (name) => {
  const text = textOf(name);

  it.each([...COMPILER, ...LINKER, '_GLIBCXX_ASSERTIONS'])('has %s', (flag) => {
    expect(text).toContain(flag);
  });
});

// What other systems load is no ELF file. Those that ship are held against the same by the script that makes them.
describe.runIf(process.platform === 'linux')('the addon as it was linked', () => {
  const path = join(root, 'build/Release/stdnet.node');
  const addon = inspect(path);
  // A release puts what ships in its place, which has its standard library linked in.
  const ships = join(root, 'prebuilds', target(), 'stdnet.node');
  const shipped = existsSync(ships) && readFileSync(ships).equals(readFileSync(path));

  it('lacks nothing that every build of it has', () => {
    expect(weaknesses(addon)).toEqual([]);
  });

  it.skipIf(shipped)('checks the sizes of buffers, and what it asks of the standard library', () => {
    expect(isFortified(addon)).toBe(true);
    expect(addon.imported.some((name) => name.includes('__glibcxx_assert_fail'))).toBe(true);
  });

  it.skipIf(shipped)('says which libraries it needs', () => {
    expect(addon.libraries).toContain('libstdc++.so.6');
    expect(addon.libraries.some((name) => name.startsWith('libc.'))).toBe(true);
  });
});

describe('what is held against an addon', () => {
  const nothing = { segments: '', dynamic: '', libraries: [], imported: [], exported: [], versions: [] };

  it('is found wanting in what has nothing of it', () => {
    expect(weaknesses(nothing)).toEqual([
      'tables that nothing writes to once they are filled',
      'to stay loaded, as its threads may',
      'a stack that is not executed',
      'checks of the stack',
      'only the exports that Node looks up',
    ]);
    expect(isFortified({ imported: ['memcpy', '__stack_chk_fail'] })).toBe(false);
  });

  it('is found wanting where memory is written and executed, or libraries come from elsewhere', () => {
    const segments = '  LOAD 0x0 0x0 0x0 0x1 0x1 RWE 0x1000';
    const dynamic = '(TEXTREL) 0x0\n(RUNPATH) Library runpath: [/lib]';
    expect(weaknesses({ ...nothing, segments, dynamic })).toEqual(
      expect.arrayContaining([
        'nothing that is written and executed',
        'no code that is written to',
        'no libraries from a place of its own',
      ]),
    );
  });

  it('has the newest version of glibc that it needs, by number', () => {
    expect(glibcFloor({ versions: ['GLIBC_2.9', '', 'GLIBC_2.28', 'GLIBC_2.3.4', 'GCC_3.0'] })).toBe('2.28');
    expect(glibcFloor({ versions: [''] })).toBeUndefined();
  });
});
