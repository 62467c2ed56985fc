import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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

// What other systems load is no ELF file.
describe.runIf(process.platform === 'linux')('the addon as it was linked', () => {
  const read = (...options: string[]) =>
    execFileSync('readelf', [...options, '--wide', join(root, 'build/Release/stdnet.node')], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
  const segment = (type: string) => read('--segments').match(new RegExp(`^ *${type} .*`, 'm'))?.[0];
  const dynamic = read('--dynamic');
  const symbols = read('--dyn-syms')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([number]) => /^\d+:$/.test(number!))
    .map(([, , , , , , section, name = '']) => ({ exported: section !== 'UND', name: name.split('@')[0]! }))
    .filter(({ name }) => name !== '');
  const names = (exported: boolean) =>
    symbols.filter((symbol) => symbol.exported === exported).map(({ name }) => name);

  it('has tables that nothing writes to once they are filled', () => {
    expect(segment('GNU_RELRO')).toMatch(/ R +0x\w+$/);
    expect(dynamic).toMatch(/\(FLAGS\) .*\bBIND_NOW\b/);
    expect(dynamic).toMatch(/\(FLAGS_1\) .*\bNOW\b.*\bNODELETE\b/);
  });

  it('has a stack that is not executed, and nothing that is written and executed', () => {
    expect(segment('GNU_STACK')).toMatch(/ RW +0x\w+$/);
    expect(read('--segments')).not.toMatch(/ RWE /);
  });

  it('needs no code that is written to, nor libraries from a place of its own', () => {
    expect(dynamic).not.toMatch(/TEXTREL|\(R(?:UN)?PATH\)/);
  });

  it('checks the stack, the sizes of buffers and what it asks of the standard library', () => {
    const wanted = names(false);
    expect(wanted).toContain('__stack_chk_fail');
    expect(wanted.some((name) => /^__(?!stack_)\w+_chk$/.test(name))).toBe(true);
    expect(wanted.some((name) => name.includes('__glibcxx_assert_fail'))).toBe(true);
  });

  it('exports what Node looks up, and nothing else', () => {
    expect(names(true).sort()).toEqual(['napi_register_module_v1', 'node_api_module_get_api_version_v1']);
  });
});
