import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { root } from '../repo/tree.js';

// test/native/core/uppercase_test.cpp holds what the table is used for against the same record, code point by code point.
it('the table of upper case letters is made of what Rust does', () => {
  const check = () =>
    execFileSync(process.execPath, ['scripts/uppercase-table.mjs', '--check'], { cwd: root });
  expect(check).not.toThrow();
});
