import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { candidates, platform } from '../../../lib/binding/find.js';
import { load } from '../../../lib/binding/load.js';
import { thrown } from '../../support/argument_errors.js';

const folder = mkdtempSync(join(tmpdir(), 'stdnet-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('load', () => {
  it('loads the addon that was built', () => {
    expect(load().describeErrno(98)).toEqual(['AddrInUse', 'EADDRINUSE', 'Address already in use']);
  });

  it('says for which platform there is none, where it has looked, and what builds it', () => {
    const missing = join(folder, 'missing.node');
    const error = thrown(() => load([missing])) as Error;
    expect(error).toMatchObject({ code: 'ERR_ADDON_NOT_FOUND' });
    expect(error.message).toContain(platform());
    expect(error.message).toContain(missing);
    expect(error.message).toContain('npm run build:addon');
  });

  it('says what is wrong with one that does not load', () => {
    const broken = join(folder, 'broken.node');
    writeFileSync(broken, 'no library');
    const error = thrown(() => load([broken])) as Error;
    expect(error).toMatchObject({ code: 'ERR_ADDON_NOT_LOADED' });
    expect(error.message).toContain(broken);
    expect(error.cause).toBeInstanceOf(Error);
  });
});

it('looks in both build folders, node-gyp’s first', () => {
  expect(candidates().map((path) => path.split('/').slice(-3).join('/'))).toEqual([
    'build/Release/stdnet.node',
    'build-cmake/Release/stdnet.node',
  ]);
});

it('names the platform', () => {
  expect(platform()).toMatch(
    new RegExp(`^${process.platform}-${process.arch}.*, Node ${process.versions.node}$`),
  );
});
