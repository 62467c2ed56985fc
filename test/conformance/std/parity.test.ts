// docs/rust-parity.md tells the truth: the items it names exist, and so do the tests.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as stdnet from '../../../lib/index.js';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/rust-parity.md', root), 'utf8');

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [rust = '', ours = '', , held = ''] = line.slice(2, -2).split(' | ');
    return { rust, ours: ours.replaceAll('`', ''), held: held.replaceAll('`', '') };
  });
const mirrored = rows.filter(({ ours }) => ours !== '-');

/** `TcpStream.read` of the exports: a static or an instance member, a getter included; or an export itself. */
function exists(name: string): boolean {
  const [type = '', member] = name.split('.');
  const exported = (stdnet as Record<string, unknown>)[type];
  if (exported === undefined || member === undefined) return exported !== undefined;
  return member in (exported as object) || member in (exported as { prototype: object }).prototype;
}

function testFile(name: string): URL {
  if (name.startsWith('std/')) return new URL(`test/conformance/${name}.test.ts`, root);
  if (name.startsWith('scenarios/')) return new URL(`test/conformance/${name}.txt`, root);
  return new URL(name.endsWith('.rs') ? `test/${name}` : `test/${name}.test.ts`, root);
}

test('has the tables', () => {
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.length - mirrored.length).toBe(1); // what has no counterpart at all is one row
});

describe('every item', () => {
  test.each(mirrored)('$ours for $rust', ({ ours, held }) => {
    expect(exists(ours), ours).toBe(true);
    const [file = '', ...name] = held.split(': ');
    expect(existsSync(testFile(file)), file).toBe(true);
    expect(readFileSync(testFile(file), 'utf8')).toContain(name.join(': '));
    expect(name.join(': ').length).toBeGreaterThan(0);
  });
});
