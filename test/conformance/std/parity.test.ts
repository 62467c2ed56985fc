// docs/rust-parity.md tells the truth: the items it names exist, and so do the tests.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as mirror from '../../../lib/async/index.js';
import * as stdnet from '../../../lib/index.js';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/rust-parity.md', root), 'utf8');

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [rust = '', ours = '', , held = '', async = ''] = line.slice(2, -2).split(' | ');
    return { rust, ours: ours.replaceAll('`', ''), held: held.replaceAll('`', ''), async };
  });
const mirrored = rows.filter(({ ours }) => ours !== '-');

/** Every stable item of Rust 1.95's std::net, and of std::io those that the guide to it uses; with the unstable linger. */
const items = readFileSync(new URL('test/conformance/records/std-items.txt', root), 'utf8')
  .trim()
  .split('\n');

/** `TcpStream.read` of the exports: a static or an instance member, a getter included; or an export itself. */
function exists(name: string, api: object): boolean {
  const [type = '', member] = name.split('.');
  const exported = (api as Record<string, unknown>)[type];
  if (exported === undefined || member === undefined) return exported !== undefined;
  return member in (exported as object) || member in (exported as { prototype: object }).prototype;
}

function testFile(name: string): URL {
  if (name.startsWith('std/')) return new URL(`test/conformance/${name}.test.ts`, root);
  if (name.startsWith('scenarios/')) return new URL(`test/conformance/${name}.txt`, root);
  return new URL(name.endsWith('.rs') ? `test/${name}` : `test/${name}.test.ts`, root);
}

test('has the tables, with a row for every item of Rust', () => {
  expect(items.length).toBeGreaterThan(200);
  const named = new Set(rows.flatMap(({ rust }) => [...rust.matchAll(/`([^`]+)`/g)].map(([, name]) => name)));
  expect(items.filter((item) => !named.has(item))).toEqual([]);
});

describe('every item', () => {
  test.each(mirrored)('$ours for $rust', ({ ours, held }) => {
    for (const name of ours.split(', ')) expect(exists(name, stdnet), name).toBe(true);
    const [file = '', ...name] = held.split(': ');
    expect(existsSync(testFile(file)), file).toBe(true);
    expect(readFileSync(testFile(file), 'utf8')).toContain(name.join(': '));
    expect(name.join(': ').length).toBeGreaterThan(0);
  });

  test.each(mirrored)('$ours on the event loop', ({ ours, async }) => {
    expect(async).toMatch(/^(?:`await`|same|cannot block)(?:; tokio: .+)?$/);
    for (const name of ours.split(', ')) expect(exists(name, mirror), name).toBe(true);
  });
});

test('the ports drive both APIs, but for what is the same class in both', () => {
  const folder = new URL('test/conformance/std/', root);
  const plain = ['ip-addr', 'ip-properties', 'parity'].map((name) => `${name}.test.ts`);
  const ports = readdirSync(folder).filter((name) => !plain.includes(name));
  const one = ports.filter(
    (name) => !readFileSync(new URL(name, folder), 'utf8').includes("'../each-api.js'"),
  );
  expect(one).toEqual([]);
});
