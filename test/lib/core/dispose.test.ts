import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('makes the symbols where Node lacks them, and leaves those that are there alone', () => {
  const url = new URL('../../../dist/core/dispose.js', import.meta.url).href;
  const program = `
    const before = [Symbol.dispose, Symbol.asyncDispose];
    await import(${JSON.stringify(url)});
    const kept = before.every((symbol, i) => symbol === undefined || symbol === [Symbol.dispose, Symbol.asyncDispose][i]);
    console.log(typeof Symbol.dispose, typeof Symbol.asyncDispose, Symbol.dispose !== Symbol.asyncDispose, kept);
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(output).toBe('symbol symbol true true\n');
});
